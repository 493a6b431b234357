import type { Nic } from "pve-simulator";

type Cable = Pick<Nic, "bridge" | "vlan" | "mac" | "unplugged">;

/** Bridge and tag: those with the same see each other. A cable that leads nowhere is a segment of its own. */
export function segmentOf({ bridge, vlan, mac, unplugged }: Cable): string {
  if (unplugged) return `nowhere (${mac})`;
  return vlan === undefined ? bridge : `${bridge}.${vlan}`;
}
