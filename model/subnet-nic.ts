import type { Config } from "./config";

/** What a NIC inherits from its subnet, passed on as a whole. */
export interface SubnetNic {
  readonly bridge: string;
  readonly vlan?: number;
}

export function nicIn({ bridge, vlan }: Config["network"]["subnets"][string]): SubnetNic {
  return { bridge, ...(vlan !== undefined && { vlan }) };
}
