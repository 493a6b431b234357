import type { SimulatedCluster } from "../cluster";
import { conditionsOf, isReady } from "../conditions";
import type { ClusterNode, NodeTaint } from "../node";
import type { Pod } from "../pods";

/** When the simulation began, for timestamps of objects. */
const EPOCH_MS = Date.UTC(2026, 10, 21);

/** A Node as the API gives it. */
export function nodeObject(cluster: SimulatedCluster, node: ClusterNode): Record<string, unknown> {
  const { cores, memoryMiB, diskGiB } = node.capacity;
  const capacity = {
    cpu: String(cores),
    memory: binaryQuantity(memoryMiB * 1024),
    "ephemeral-storage": binaryQuantity(diskGiB * 1024 ** 2),
    pods: "110",
  };
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
      allocatable: capacity,
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

/** Taints of the object and those the controllers add for its state. */
export function effectiveTaints(cluster: SimulatedCluster, node: ClusterNode): readonly NodeTaint[] {
  return [
    ...node.taints,
    ...(isReady(cluster, node) ? [] : [{ key: "node.kubernetes.io/not-ready", effect: "NoSchedule" }]),
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
