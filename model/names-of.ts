import type { Named } from "./schema/stand-in";

/** The names in a configuration that may be invalid anywhere, each list computed once. */
export class NamesOf {
  private readonly value: unknown;
  private readonly known = new Map<Named, readonly string[]>();

  constructor(value: unknown) {
    this.value = value;
  }

  of(what: Named): readonly string[] {
    const names = this.known.get(what) ?? NAMES[what](this.value);
    this.known.set(what, names);
    return names;
  }
}

const NAMES: Readonly<Record<Named, (value: unknown) => string[]>> = {
  hosts: (value) => keysOf(at(value, "proxmox", "hosts")),
  storages: (value) => hosts(value).flatMap((host) => keysOf(at(host, "storages"))),
  subnets: (value) => keysOf(at(value, "network", "subnets")),
  bridges: (value) => [
    ...keysOf(at(value, "network", "bridges")),
    ...hosts(value).flatMap((host): string[] => listOf(at(host, "bridges"))),
  ],
  machines: (value) => [...keysOf(at(value, "nodes")), ...keysOf(at(value, "vms"))],
};

const hosts = (value: unknown): unknown[] => Object.values(mapOf(at(value, "proxmox", "hosts")));
const keysOf = (value: unknown) => Object.keys(mapOf(value));
const mapOf = (value: unknown) => (typeof value === "object" && value !== null ? value : {});
const listOf = (value: unknown) => (Array.isArray(value) ? (value as unknown[]) : []).filter(isText);
const isText = (value: unknown) => typeof value === "string";

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((found, key) => Object.entries(mapOf(found)).find(([name]) => name === key)?.[1], value);
}
