import { distributionOf } from "../../distributions/registry";
import type { StackPlan } from "../../distributions/distribution";
import { rangesOf } from "../../model/render/cilium";
import type { AddressesOfServices } from "../real-kubernetes";

/** Who gives Services addresses on this cluster; undefined of what the owner brings. */
export function addressesOfServices({ cluster }: Pick<StackPlan, "cluster">): AddressesOfServices | undefined {
  const { loadBalancerPool: pool } = cluster;
  if (distributionOf(cluster).servesWithNodes?.(cluster))
    return { by: "nodes", controller: `svccontroller.${cluster.distribution}.cattle.io` };
  const isCilium =
    pool !== undefined && "reserved" in pool && (!("announcedBy" in pool) || pool.announcedBy === "cilium");
  return isCilium ? { by: "cilium", ranges: rangesOf(pool) } : undefined;
}
