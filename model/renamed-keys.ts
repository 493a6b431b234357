/** What keys were called in earlier stack files, and in the state of what was made by them. */
const RENAMED: Readonly<Record<string, string>> = { machines: "vms", gatewayMachine: "gatewayVm" };

type Sections = Readonly<Record<string, unknown>>;

/** Today's name of a key that has had another one. */
export const renamed = (key: string): string | undefined => (Object.hasOwn(RENAMED, key) ? RENAMED[key] : undefined);

/** The same sections by today's names. What is there by both names stays, and is refused as an unknown key. */
export function inTodaysWords(sections: Sections): Record<string, unknown> {
  const entries = Object.entries(withKeysRenamed(sections));
  return Object.fromEntries(entries.map(([key, value]) => [key, key === "network" ? inTodaysNetwork(value) : value]));
}

/** A sentence for each section and key that still has its former name. */
export function renamedNotices(sections: Sections): string[] {
  return [
    ...formerKeysOf(sections).map((key) => notice(key, key)),
    ...subnetsOf(sections["network"]).flatMap(([name, subnet]) =>
      formerKeysOf(subnet).map((key) => notice(`network.subnets.${name}.${key}`, key)),
    ),
  ];
}

const notice = (path: string, key: string) =>
  `${path} is called ${renamed(key)} now: rename it; it is read all the same`;

function inTodaysNetwork(network: unknown): unknown {
  if (!isMap(network) || !isMap(network["subnets"])) return network;
  const subnets = Object.entries(network["subnets"]).map(([name, subnet]): [string, unknown] => [
    name,
    isMap(subnet) ? withKeysRenamed(subnet) : subnet,
  ]);
  return { ...network, subnets: Object.fromEntries(subnets) };
}

const subnetsOf = (network: unknown): [string, Sections][] =>
  isMap(network) && isMap(network["subnets"])
    ? Object.entries(network["subnets"]).flatMap(([name, subnet]) => (isMap(subnet) ? [[name, subnet]] : []))
    : [];

const formerKeysOf = (map: Sections): string[] =>
  Object.keys(map).filter((key) => {
    const now = renamed(key);
    return now !== undefined && !Object.hasOwn(map, now);
  });

function withKeysRenamed(map: Sections): Record<string, unknown> {
  const former = new Set(formerKeysOf(map));
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [(former.has(key) && renamed(key)) || key, value]),
  );
}

const isMap = (value: unknown): value is Sections =>
  typeof value === "object" && value !== null && !Array.isArray(value);
