import type { NetworkInterface } from "./network-interface";

/** The places of kinds in the file (pve-common, INotify.pm); one that is not here comes before all others. */
const PLACES: Readonly<Record<string, number>> = {
  loopback: 100_000,
  eth: 200_000,
  OVSPort: 200_000,
  OVSIntPort: 300_000,
  OVSBond: 400_000,
  bond: 400_000,
  bridge: 500_000,
  OVSBridge: 500_000,
  vlan: 600_000,
};

/** Interfaces that are not in the file yet come last within their type. */
const NO_PLACE = 50_000;
/** What is first in a file has number 2. */
export const FIRST_PLACE = 2;

/**
 * Interfaces as Proxmox writes them, each numbered by its new place: sorted by kind, with what is of an interface behind it.
 * Kinds that the file cannot tell are compared by their places alone. `said` is what the one that changes was said to be.
 */
export function inFileOrder(
  interfaces: ReadonlyMap<string, NetworkInterface>,
  changed: string,
  said: string,
): Map<string, NetworkInterface> {
  const kindOf = (name: string) => (name === changed ? said : interfaces.get(name)?.type);
  const typed = (iface: string): number | undefined => {
    const [root = iface, ...more] = iface.split(/[.:]/);
    const kind = kindOf(root);
    return kind === undefined || kind === "unknown" ? undefined : (PLACES[kind] ?? 0) + more.length;
  };
  const before = (a: NetworkInterface, b: NetworkInterface): number => {
    const [ofA, ofB] = [typed(a.iface), typed(b.iface)];
    const byKind = ofA === undefined || ofB === undefined ? 0 : ofA - ofB;
    return byKind + (a.priority ?? NO_PLACE) - (b.priority ?? NO_PLACE) || (a.iface < b.iface ? -1 : 1);
  };
  const sorted = [...interfaces.values()].sort(before);
  return new Map(sorted.map((entry, index) => [entry.iface, { ...entry, priority: FIRST_PLACE + index }]));
}
