import type { Config } from "./config";

/** What a NIC takes from the subnet it is in; plans, NICs and components hand it on as a whole. */
export interface SubnetNic {
  readonly bridge: string;
  readonly vlan?: number;
}

export function nicIn({ bridge, vlan }: Config["network"]["subnets"][string]): SubnetNic {
  return { bridge, ...(vlan !== undefined && { vlan }) };
}
