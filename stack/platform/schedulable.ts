import { distributionOf } from "../../distributions/registry";
import type { NodePlan } from "../../model/cluster-plan";
import type { StackPlan } from "../../distributions/distribution";

/** What pods that tolerate no taint find on a node. */
export interface Schedulable {
  readonly name: string;
  readonly cpuMillis: number;
  readonly memoryMiB: number;
}

/**
 * Of a node's memory, in MiB. The kernel keeps about a fiftieth of a machine's memory from Linux itself, and what runs beside
 * the kubelet (containerd, journald, sshd) takes memory that no pod counts; kubelets evict pods when 100 MiB are left
 * (kubelet, eviction-hard). Add-ons of the cluster itself, CNI and kube-proxy among them, are pods.
 */
const KERNEL_SHARE = 0.02;
const SYSTEM_MIB = 512;
const EVICTION_MIB = 100;

/** The nodes where ordinary pods run, and what is there for them after all reserves. */
export function schedulableNodes({ nodes, cluster }: Pick<StackPlan, "nodes" | "cluster">): Schedulable[] {
  const keptFree = distributionOf(cluster).keepsControlPlanesFree?.(cluster) ?? false;
  const open = nodes.filter((node) => takesPods(node) && !(keptFree && node.role === "control-plane"));
  return open.map(({ name, cores, memoryMiB }) => ({
    name,
    cpuMillis: cores * 1000,
    memoryMiB: Math.max(0, Math.floor(memoryMiB * (1 - KERNEL_SHARE)) - SYSTEM_MIB - EVICTION_MIB),
  }));
}

/** The soft effect keeps nobody away. */
function takesPods({ taints }: Pick<NodePlan, "taints">): boolean {
  return taints.every(({ effect }) => effect === "PreferNoSchedule");
}
