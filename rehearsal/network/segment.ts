import type { Nic } from "../guest-contract";

/** Bridge and tag: those with the same see each other. A cable that leads nowhere is a segment of its own. */
export function segmentOf({ bridge, vlan, mac, unplugged }: Nic): string {
  if (unplugged) return `nowhere (${mac})`;
  return vlan === undefined ? bridge : `${bridge}.${vlan}`;
}
