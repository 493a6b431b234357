import { clusterBehind } from "../../../cluster/api/served-cluster";
import type { SimulatedCluster } from "../../../cluster/cluster";
import type { Run } from "./command";

const API_PORT = 6443;

/** The cluster behind the first API server at these addresses that answers. */
export function firstClusterAt({ fabric, origin }: Run, addresses: readonly string[]): SimulatedCluster | undefined {
  for (const address of addresses) {
    try {
      const cluster = clusterBehind(fabric.find(origin, address, API_PORT));
      if (cluster?.answers() === true) return cluster;
    } catch {
      // Nobody listens there: the next one may.
    }
  }
  return undefined;
}
