import { distributionOf } from "../distributions/registry";
import type { StackConfig } from "../distributions/distribution";
import type { EffectiveNode } from "../model/effective-node";
import type { NodeSizes } from "../model/node-size";

/** Image, packages and the images of Kubernetes; the kubelet evicts below 10 and 15 % free (docs.siderolabs.com says it). */
export const LEAST_DISK_GIB = 10;

export function sizesOf({ cluster }: StackConfig, { role }: Pick<EffectiveNode, "role">): NodeSizes {
  return distributionOf(cluster).sizes[role];
}
