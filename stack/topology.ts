import type { HostSum, NodePlan, SharedStorageSum } from "../model/cluster-plan";
import type { StackPlan } from "../distributions/distribution";
import { Subnet, withPrefix } from "../model/address";

/** One kind of thing a host promises: how much of how much. */
export interface Gauge {
  readonly label: string;
  readonly used: number;
  readonly available: number;
  readonly unit: "GiB" | "threads";
}

/** A host with what stands on it, in the order pictures and tables show it. */
export interface HostTopology {
  readonly name: string;
  readonly address: string;
  readonly controlPlanes: readonly NodePlan[];
  readonly workers: readonly NodePlan[];
  readonly gauges: readonly Gauge[];
}

/** One network segment: a bridge with or without VLAN tag, and its gateway. */
export interface Segment {
  readonly bridge: string;
  readonly vlan?: number;
  readonly gateway: string;
  readonly cidr: string;
  /** Hosts with machines in it. */
  readonly hosts: readonly string[];
}

/** What a picture of an environment shows. */
export interface Topology {
  readonly cluster: string;
  readonly endpoint: string;
  readonly segments: readonly Segment[];
  readonly hosts: readonly HostTopology[];
}

export function topology(plan: StackPlan): Topology {
  return {
    cluster: plan.cluster.name,
    endpoint: plan.cluster.endpointAddress,
    segments: segmentsOf(plan.nodes),
    hosts: plan.sums
      .map((sum) => hostTopology(plan, sum))
      .filter((host) => host.controlPlanes.length + host.workers.length > 0),
  };
}

/** Memory, threads, then every storage that is used. */
export function gaugesOf(sum: HostSum): Gauge[] {
  const gib = (mebibytes: number) => Math.round((mebibytes / 1024) * 10) / 10;
  const storages = Object.entries(sum.storages).filter(([, storage]) => storage.usedGiB > 0);
  return [
    { label: "memory", used: gib(sum.memoryMiB.used), available: gib(sum.memoryMiB.available), unit: "GiB" },
    { label: "threads", used: sum.threads.used, available: sum.threads.available, unit: "threads" },
    ...storages.map(([label, { usedGiB, capacityGiB }]): Gauge => ({
      label,
      used: usedGiB,
      available: capacityGiB,
      unit: "GiB",
    })),
  ];
}

/** How much of a storage that hosts share is promised. */
export function sharedGauge({ hosts, usedGiB, capacityGiB }: SharedStorageSum): Gauge {
  return { label: `of ${hosts.join(", ")}`, used: usedGiB, available: capacityGiB, unit: "GiB" };
}

function hostTopology(plan: StackPlan, sum: HostSum): HostTopology {
  const nodes = plan.nodes.filter((node) => node.host === sum.host);
  return {
    name: sum.host,
    address: plan.proxmox.hosts[sum.host]?.address ?? "",
    controlPlanes: nodes.filter((node) => node.role === "control-plane"),
    workers: nodes.filter((node) => node.role === "worker"),
    gauges: gaugesOf(sum),
  };
}

function segmentsOf(nodes: readonly NodePlan[]): Segment[] {
  const keyOf = (node: NodePlan) => `${node.bridge}/${node.vlan ?? ""}/${node.gateway}`;
  return [...new Map(nodes.map((node) => [keyOf(node), node])).values()].map((node) => ({
    bridge: node.bridge,
    ...(node.vlan !== undefined && { vlan: node.vlan }),
    gateway: node.gateway,
    cidr: String(Subnet.of(withPrefix(node.gateway, node.prefixLength))),
    hosts: [...new Set(nodes.filter((other) => keyOf(other) === keyOf(node)).map((other) => other.host))],
  }));
}
