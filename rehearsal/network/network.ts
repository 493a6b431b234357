import type { Seed } from "pve-simulator";
import type { SimulationSpec } from "../simulation-spec";
import { startApiProxy, type ApiProxy } from "./api-proxy";
import { Fabric } from "./fabric";
import { startJumpHost, type JumpHost } from "./jump-host";

/** The simulation's network and the two ways into it, jump host and proxy, both on loopback. */
export interface SimulatedNetwork {
  readonly fabric: Fabric;
  readonly jumpHost: Omit<JumpHost, "close">;
  readonly proxy: Omit<ApiProxy, "close">;
  close(): Promise<void>;
}

export async function startNetwork(spec: SimulationSpec, seed: Seed): Promise<SimulatedNetwork> {
  const fabric = new Fabric(spec.subnets);
  const [jumpHost, proxy] = await Promise.all([startJumpHost(spec, fabric, seed), startApiProxy(fabric)]);
  return {
    fabric,
    jumpHost,
    proxy,
    close: async () => {
      await Promise.all([jumpHost.close(), proxy.close()]);
    },
  };
}
