import type { NodePlan } from "./cluster-plan";

/** A machine with a first-boot document; a node is recreated when its generation or address changes. */
export type FirstBootFileOwner = Pick<NodePlan, "name" | "vmId"> &
  Partial<Pick<NodePlan, "generation" | "address" | "prefixLength">>;

/**
 * Name of a machine's first-boot document among the snippets of a host, where other clusters have theirs: unique by cluster,
 * VM id and life of the machine. The next life's document is there before the former one goes, which the old machine
 * refers to as long as it lives. No part can have a dot but the address.
 */
export function firstBootFileName(cluster: string, owner: FirstBootFileOwner): string {
  const { vmId, name, generation, address, prefixLength } = owner;
  const life = generation === undefined ? [] : [String(generation), `${address}-${prefixLength}`];
  return ["homelab", cluster, String(vmId), name, ...life, "vendor.yaml"].join(".");
}
