import type { SimulatedCluster } from "../cluster";
import type { Reserved } from "../cluster-behavior";
import { conditionsOf, readiness } from "../conditions";
import type { ClusterNode, NodeTaint } from "../node";
import type { Pod } from "../pods";

/** When the simulation began, for timestamps of objects. */
const EPOCH_MS = Date.UTC(2026, 10, 21);

/** A Node as the API gives it. */
export function nodeObject(cluster: SimulatedCluster, node: ClusterNode): Record<string, unknown> {
  const capacity = resourcesOf(node, { cpuMillis: 0, memoryMiB: 0 });
  const allocatable = resourcesOf(node, cluster.distribution.reserved?.(node) ?? EVICTION);
  const taints = effectiveTaints(cluster, node);
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: node.name,
      uid: node.uid,
      creationTimestamp: timestamp(node.createdAt),
      labels: Object.fromEntries([...node.labels].sort()),
      annotations: Object.fromEntries([...node.annotations].sort()),
    },
    spec: {
      ...(taints.length > 0 && { taints }),
      ...(node.unschedulable && { unschedulable: true }),
    },
    status: {
      addresses: [
        { type: "InternalIP", address: node.address },
        { type: "Hostname", address: node.name },
      ],
      capacity,
      allocatable,
      conditions: conditionsOf(cluster, node),
      nodeInfo: {
        architecture: "amd64",
        kubeletVersion: node.version,
        osImage: node.system.osImage,
        kernelVersion: node.system.kernelVersion,
        containerRuntimeVersion: node.system.containerRuntime,
        operatingSystem: "linux",
      },
    },
  };
}

/** Of a machine's memory, what its kernel keeps from Linux itself. */
const KERNEL_SHARE = 0.02;
/** What every kubelet reserves by default (`eviction-hard`). */
const EVICTION = { cpuMillis: 0, memoryMiB: 100 };

/** What a kubelet finds on its machine, less what it keeps. */
function resourcesOf({ capacity: { cores, memoryMiB, diskGiB } }: ClusterNode, kept: Reserved): Record<string, string> {
  const millis = cores * 1000 - kept.cpuMillis;
  return {
    cpu: millis % 1000 === 0 ? String(millis / 1000) : `${millis}m`,
    memory: binaryQuantity(Math.max(0, Math.floor(memoryMiB * (1 - KERNEL_SHARE) - kept.memoryMiB)) * 1024),
    "ephemeral-storage": binaryQuantity(diskGiB * 1024 ** 2),
    pods: "110",
  };
}

/** Taints of the object and those that controllers add for its state: a node that is not ready loses its pods in time. */
function effectiveTaints(cluster: SimulatedCluster, node: ClusterNode): readonly NodeTaint[] {
  const { status } = readiness(cluster, node);
  const key = status === "Unknown" ? "node.kubernetes.io/unreachable" : "node.kubernetes.io/not-ready";
  return [
    ...node.taints,
    ...(status === "True" ? [] : ["NoSchedule", "NoExecute"].map((effect) => ({ key, effect }))),
    ...(node.unschedulable ? [{ key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" }] : []),
  ];
}

export function podObject(pod: Pod): Record<string, unknown> {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: pod.name,
      namespace: pod.namespace,
      labels: { app: pod.app },
      ownerReferences: [{ kind: pod.owner === "Deployment" ? "ReplicaSet" : pod.owner, name: pod.app }],
    },
    spec: { ...(pod.node !== undefined && { nodeName: pod.node }) },
    status: { phase: pod.node === undefined ? "Pending" : "Running" },
  };
}

export function listObject(items: readonly unknown[], kind = "List"): Record<string, unknown> {
  return { apiVersion: "v1", items, kind, metadata: { resourceVersion: "" } };
}

function timestamp(ms: number): string {
  return new Date(EPOCH_MS + ms).toISOString().replace(/\.\d+/, "");
}

const UNITS = ["Ki", "Mi", "Gi", "Ti"];

/** Kibibytes as the API server hands them out: in the largest unit that leaves a whole number (apimachinery, Quantity). */
function binaryQuantity(kibibytes: number): string {
  let [amount, unit] = [kibibytes, 0];
  while (amount > 0 && amount % 1024 === 0 && unit < UNITS.length - 1) [amount, unit] = [amount / 1024, unit + 1];
  return `${amount}${UNITS[unit] ?? ""}`;
}
