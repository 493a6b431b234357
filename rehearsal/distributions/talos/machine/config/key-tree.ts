/** Which keys a document may have: undefined below a key is a value or a list of values, "any" is whatever one likes. */
export type KeyTree = ReadonlyMap<string, KeyNode>;
type KeyNode = { readonly keys?: KeyTree; readonly free?: boolean };

/**
 * Reads a table of keys: `name` for a value or a list of them, `name{…}` for an object or a list of such, `name*` for
 * whatever one likes, `name*{…}` for objects under keys of one's own.
 */
export function keyTree(text: string): KeyTree {
  const tokens = text.match(/[\w-]+|[*{}]/g) ?? [];
  const read = (): KeyTree => {
    const keys = new Map<string, KeyNode>();
    for (let token = tokens.shift(); token !== undefined && token !== "}"; token = tokens.shift()) {
      const free = tokens[0] === "*" && tokens.shift() !== undefined;
      const inside = tokens[0] === "{" && tokens.shift() !== undefined ? read() : undefined;
      keys.set(token, { free, ...(inside && { keys: inside }) });
    }
    return keys;
  };
  return read();
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The parts of a value that the tree does not know, nested as they are; undefined when it knows all of it. */
export function unknownKeys(value: unknown, tree: KeyTree): unknown {
  if (Array.isArray(value)) {
    const unknown = value.map((item) => unknownKeys(item, tree)).filter((item) => item !== undefined);
    return unknown.length > 0 ? unknown : undefined;
  }
  if (!isMap(value)) return undefined;
  const strange = Object.entries(value).flatMap(([key, below]): [string, unknown][] => {
    const node = tree.get(key);
    const unknown = node ? unknownBelow(below, node) : below;
    return node && unknown === undefined ? [] : [[key, unknown ?? null]];
  });
  return strange.length > 0 ? Object.fromEntries(strange) : undefined;
}

function unknownBelow(value: unknown, { keys, free }: KeyNode): unknown {
  if (!keys) return undefined;
  if (free !== true) return unknownKeys(value, keys);
  const strange = Object.entries(isMap(value) ? value : {}).flatMap(([key, below]): [string, unknown][] => {
    const unknown = unknownKeys(below, keys);
    return unknown === undefined ? [] : [[key, unknown]];
  });
  return strange.length > 0 ? Object.fromEntries(strange) : undefined;
}

/** Path of the first object where the tree has a plain value. */
export function misplacedObject(
  value: unknown,
  tree: KeyTree,
  path: readonly string[] = [],
): readonly string[] | undefined {
  for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
    for (const [key, below] of Object.entries(isMap(item) ? item : {})) {
      const node = tree.get(key);
      if (!node || node.free === true) continue;
      const here = [...path, key];
      const found = node.keys ? misplacedObject(below, node.keys, here) : isMap(below) ? here : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
