import fc from "fast-check";
import { Address } from "../../model/address";
import { patched, type Raw, small } from "./stack-fixtures";

/** A node as a stack file writes it; `slot` makes its address. */
export interface ArbitraryNode {
  readonly name: string;
  readonly role: "control-plane" | "worker";
  readonly vmId: number;
  readonly slot: number;
  readonly cores: number;
}

/** Refused as names: words of YAML (stack/rules/bare-words.ts), and the host's own. */
const TAKEN = ["yes", "no", "on", "off", "true", "false", "null", "pve"];

const node: fc.Arbitrary<ArbitraryNode> = fc.record({
  name: fc.stringMatching(/^[a-z][a-z0-9-]{0,12}[a-z0-9]$/).filter((name) => !TAKEN.includes(name)),
  role: fc.constantFrom("worker" as const, "worker" as const, "control-plane" as const),
  vmId: fc.integer({ min: 100, max: 900_000 }).filter((vmId) => vmId !== 9000),
  slot: fc.integer({ min: 100, max: 60_000 }).filter((slot) => slot % 256 !== 0 && slot % 256 !== 255),
  cores: fc.integer({ min: 1, max: 8 }),
});

/** Nodes that share no name, id or address; with an odd number of control planes. */
export const arbitraryNodes = fc
  .uniqueArray(node, {
    minLength: 2,
    maxLength: 25,
    comparator: (a, b) => a.name === b.name || a.vmId === b.vmId || a.slot === b.slot,
  })
  .map(withOddControlPlanes);

/** The small stack with these nodes on a host large enough for them. */
export function stackOf(nodes: readonly ArbitraryNode[], changes: Raw = {}): Raw {
  const entries = nodes.map(({ name, slot, ...entry }) => [name, { ...entry, address: addressOf(slot) }]);
  const storages = { "local-zfs": { capacityGiB: 100_000 } };
  const overcommitted = patched(small(), {
    proxmox: { hosts: { pve: { threads: 4096, memoryMiB: 4_194_304, storages } } },
    network: { subnets: { lan: { cidr: "172.16.0.0/16", gateway: "172.16.0.1" } } },
    cluster: { vip: "172.16.0.10" },
  });
  return patched({ ...overcommitted, nodes: Object.fromEntries(entries) }, changes);
}

const addressOf = (slot: number) => String(Address.of("172.16.0.0").plus(slot));

/** One, three or five, so that two more can be added: the first of them stay what they are. */
function withOddControlPlanes(all: ArbitraryNode[]): ArbitraryNode[] {
  const extra = new Set(all.filter(({ role }) => role === "control-plane").slice(5));
  const nodes = all.map((node) => (extra.has(node) ? { ...node, role: "worker" as const } : node));
  const masters = nodes.filter(({ role }) => role === "control-plane").length;
  if (masters % 2 === 1) return nodes;
  const [first, ...others] = nodes;
  return first ? [{ ...first, role: first.role === "worker" ? "control-plane" : "worker" }, ...others] : [];
}
