/**
 * `@peculiar/x509` finds its parts through tsyringe, which refuses to load without the metadata half of `Reflect`.
 * The three functions it calls, in memory; a real polyfill that is loaded already stays.
 */
type Key = string | symbol;
const store = new WeakMap<object, Map<Key, unknown>>();

function getOwnMetadata(key: Key, target: object): unknown {
  return store.get(target)?.get(key);
}

function getMetadata(key: Key, target: object): unknown {
  for (let at: object | null = target; at; at = Object.getPrototypeOf(at) as object | null) {
    if (store.get(at)?.has(key)) return getOwnMetadata(key, at);
  }
  return undefined;
}

function defineMetadata(key: Key, value: unknown, target: object): void {
  const entries = store.get(target) ?? new Map<Key, unknown>();
  store.set(target, entries.set(key, value));
}

if (!("getMetadata" in Reflect)) Object.assign(Reflect, { getOwnMetadata, getMetadata, defineMetadata });
