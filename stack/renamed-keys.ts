/** What keys were called in earlier stack files, and in the state of what was made by them: where, and by which name now. */
const RENAMED: readonly { readonly within: readonly string[]; readonly former: string; readonly now: string }[] = [
  { within: [], former: "machines", now: "vms" },
  { within: ["network", "subnets", "*"], former: "gatewayMachine", now: "gatewayVm" },
  { within: ["nodes", "*"], former: "dead", now: "failed" },
];

type Sections = Readonly<Record<string, unknown>>;

/** Today's name of a key at that place that has had another one there. */
export function renamed(key: string, place: readonly PropertyKey[] = []): string | undefined {
  const isThere = (within: readonly string[]) =>
    within.length === place.length && within.every((step, index) => step === "*" || step === place[index]);
  return RENAMED.find(({ within, former }) => former === key && isThere(within))?.now;
}

/** The same sections by today's names. What is there by both names stays, and is refused as an unknown key. */
export function inTodaysWords(sections: Sections): Record<string, unknown> {
  return RENAMED.reduce<Record<string, unknown>>(
    (read, { within, former, now }) => asMap(eachWithin(read, within, (map) => withKeyRenamed(map, former, now))),
    { ...sections },
  );
}

/** A sentence for each section and key that still has its former name. */
export function renamedNotices(sections: Sections): string[] {
  return RENAMED.flatMap(({ within, former, now }) => {
    const notices: string[] = [];
    eachWithin(sections, within, (map, path) => {
      const told = [...path, former].join(".");
      if (hasFormer(map, former, now))
        notices.push(`${told} is now called ${now}: rename it; the old name still works`);
      return map;
    });
    return notices;
  });
}

/** The value with every map at that place, `*` for any key, replaced by what is made of it. */
function eachWithin(
  value: unknown,
  [key, ...rest]: readonly string[],
  made: (map: Sections, path: readonly string[]) => Sections,
  path: readonly string[] = [],
): unknown {
  if (!isMap(value)) return value;
  if (key === undefined) return made(value, path);
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => [
    name,
    key === "*" || key === name ? eachWithin(inner, rest, made, [...path, name]) : inner,
  ]);
  return Object.fromEntries(entries);
}

const hasFormer = (map: Sections, former: string, now: string) =>
  Object.hasOwn(map, former) && !Object.hasOwn(map, now);

function withKeyRenamed(map: Sections, former: string, now: string): Sections {
  if (!hasFormer(map, former, now)) return map;
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key === former ? now : key, value]));
}

const asMap = (value: unknown): Record<string, unknown> => (isMap(value) ? { ...value } : {});

const isMap = (value: unknown): value is Sections =>
  typeof value === "object" && value !== null && !Array.isArray(value);
