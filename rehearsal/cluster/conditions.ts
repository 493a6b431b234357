import type { SimulatedCluster } from "./cluster";
import type { Member } from "./etcd";
import type { ClusterNode } from "./node";
import { compareByNumbers } from "./versions";

export interface Condition {
  readonly type: string;
  readonly status: "True" | "False" | "Unknown";
  readonly reason: string;
  readonly message: string;
}

/** The controller manager calls a silent kubelet Unknown after this many seconds (node-monitor-grace-period, 1.32+). */
const GRACE_SECONDS = 50;

/** A node's conditions as its kubelet and the controllers would report them now. */
export function conditionsOf(cluster: SimulatedCluster, node: ClusterNode): readonly Condition[] {
  const member = cluster.etcd.find(node.name);
  return [
    condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
    condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
    condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
    readiness(cluster, node),
    ...(member && cluster.distribution.managesEtcd ? [etcdIsVoter(member)] : []),
  ];
}

/** What the process beside etcd's leader writes, every 15 s (k3s pkg/etcd): a voter that does not answer is none to it. */
function etcdIsVoter({ up, voting }: Member): Condition {
  if (!up) return condition("EtcdIsVoter", "False", "Unhealthy", "failed to check etcd member status");
  if (voting)
    return condition("EtcdIsVoter", "True", "MemberNotLearner", "Node is a voting member of the etcd cluster");
  const message = "Node has not been promoted to voting member of the etcd cluster";
  return condition("EtcdIsVoter", "False", "MemberIsLearner", message);
}

export function isReady(cluster: SimulatedCluster, node: ClusterNode): boolean {
  return readiness(cluster, node).status === "True";
}

/** Whether pods can run on it, and why not. */
export function readiness(cluster: SimulatedCluster, node: ClusterNode): Condition {
  const { clock, latencies } = cluster.context;
  if (node.silentSince !== undefined && clock.now() - node.silentSince >= GRACE_SECONDS * latencies.guestSecond)
    return condition("Ready", "Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status.");
  if (compareByNumbers(node.version, cluster.apiVersion()) > 0)
    return condition(
      "Ready",
      "False",
      "KubeletNotReady",
      `kubelet ${node.version} is newer than the API server ${cluster.apiVersion()}`,
    );
  const problem = cluster.networkProblem(node);
  if (problem !== undefined)
    return condition(
      "Ready",
      "False",
      "KubeletNotReady",
      `container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: ${problem}`,
    );
  return condition("Ready", "True", "KubeletReady", "kubelet is posting ready status");
}

function condition(type: string, status: Condition["status"], reason: string, message: string): Condition {
  return { type, status, reason, message };
}
