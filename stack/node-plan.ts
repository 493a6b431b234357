import { osOf } from "./family";
import { ownershipMarker } from "../model/ownership-marker";
import type { CloneOrder } from "./clone-lanes";
import type { NodePlan } from "../model/cluster-plan";
import type { StackConfig } from "../distributions/distribution";
import { type EffectiveNode, poolOf } from "../model/effective-node";
import type { HeldGpu } from "./gpu-plans";
import { Subnet } from "../model/address";
import { derivedMacAddress } from "../model/mac-address";
import { placeLabels } from "./platform/place-labels";
import { searchDomain } from "../model/search-domain";
import { nicIn, type SubnetNic } from "../model/subnet-nic";
import { mergeTaints } from "../model/taints";

/**
 * Control planes come up before workers and go down after them; the delays let each join etcd before the next. Lower
 * numbers are left for what nodes need, such as their gateway.
 */
const STARTUP = {
  "control-plane": { order: 10, upDelaySeconds: 15, downDelaySeconds: 60 },
  worker: { order: 20, upDelaySeconds: 5, downDelaySeconds: 60 },
} as const;

/** Everything about one machine; depends on its own entry, its pool and its GPU, never on its neighbours. */
export function nodePlan(
  config: StackConfig,
  node: EffectiveNode,
  gpu: HeldGpu | undefined,
  order: CloneOrder,
): NodePlan {
  const pool = poolOf(config, node.role);
  const { firmware, login } = osOf(config);
  return {
    name: node.name,
    vmId: node.vmId,
    host: node.host,
    role: node.role,
    ...networkOf(config, node),
    macAddress: (node.config.macAddress ?? derivedMacAddress(config.cluster.name, node.vmId)).toUpperCase(),
    cores: node.cores,
    memoryMiB: node.memoryMiB,
    diskGiB: node.diskGiB,
    storage: node.storage,
    // UEFI and a passed-through device want q35.
    machineType: gpu || firmware === "ovmf" ? "q35" : "pc",
    firmware,
    firstBoot: login ? "cloud-init" : "api",
    ...(gpu && { gpu: gpu.plan }),
    tags: tagsOf([config.cluster.name, node.role], pool.tags, node.config.tags, gpu?.tags ?? []),
    labels: { ...placeLabels(config, node.host), ...pool.labels, ...node.config.labels, ...gpu?.labels },
    taints: mergeTaints(pool.taints, node.config.taints, gpu?.taints ?? []),
    generation: node.config.generation,
    ...(node.config.failed && { failed: true }),
    startup: STARTUP[node.role],
    description: describe(config, node),
    ...order,
  };
}

type Network = SubnetNic & Pick<NodePlan, "address" | "prefixLength" | "gateway" | "dns" | "searchDomain">;

function networkOf(config: StackConfig, node: EffectiveNode): Network {
  const subnet = config.network.subnets[node.subnet];
  if (!subnet) throw new Error(`no subnet ${node.subnet}: the rules let a wrong configuration pass`);
  const { cidr, gateway, dns } = subnet;
  const { prefixLength } = Subnet.of(cidr);
  return {
    address: node.address,
    prefixLength,
    gateway,
    dns: dns ?? [gateway],
    searchDomain: searchDomain(config, node.subnet),
    ...nicIn(subnet),
  };
}

function tagsOf(...lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())].sort();
}

/** Holds nothing that changes over a machine's life: Proxmox takes it with the clone call only. */
function describe(config: StackConfig, node: EffectiveNode): string {
  const what = node.role === "control-plane" ? "Control plane" : "Worker";
  return [
    `${what} of ${config.cluster.name}, kept by Pulumi: changes made by hand are undone.`,
    ownershipMarker(config.cluster.name, node.name),
  ].join("\n");
}
