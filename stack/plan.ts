import { distributionOf } from "../distributions/registry";
import { familyOf } from "./family";
import { outsideVmPlans } from "../model/outside-vm-plan";
import { cloneOrder } from "./clone-lanes";
import type { NodePlan } from "../model/cluster-plan";
import type { StackConfig, StackPlan } from "../distributions/distribution";
import { type EffectiveNode, effectiveNodes } from "../model/effective-node";
import { heldGpus } from "./gpu-plans";
import { hostSums, sharedStorageSums } from "./host-sums";
import { Subnet } from "../model/address";
import { nodePlan } from "./node-plan";
import { networkPlan } from "../model/network-plan";
import { platformPlan } from "./platform/plan-platform";
import { platformWarnings } from "./platform/platform-warnings";
import { isShared } from "../model/storages";
import { templatePlans } from "./template-plans";
import { warningsOf } from "./warnings";

/**
 * Turns a configuration that passed every rule into the whole environment as a value. Same input, same plan: it reads
 * no clock, no file and no environment, and what it says about a machine does not depend on the other machines.
 */
export function plan(config: StackConfig, stack: string): StackPlan {
  const entries = effectiveNodes(config);
  const nodes = nodePlans(config, entries);
  const cluster = clusterOf(config, nodes);
  const gpus = heldGpus(config).map((gpu) => gpu.plan);
  const platform = platformPlan(config, { cluster, nodes, gpus, proxmox: config.proxmox });
  return {
    stack,
    cluster,
    proxmox: config.proxmox,
    access: { ...config.access, user: config.access.user ?? "" },
    os: { ...config.os, family: familyOf(config) },
    network: networkPlan(config),
    templates: templatePlans(config, entries),
    nodes,
    vms: outsideVmPlans(config),
    gpus,
    sums: hostSums(config),
    sharedStorages: sharedStorageSums(config),
    ...(platform && { platform }),
    warnings: [...warningsOf(config, nodes), ...(platform ? platformWarnings({ nodes, cluster, gpus }, platform) : [])],
  };
}

function clusterOf({ cluster }: StackConfig, [first]: readonly NodePlan[]): StackPlan["cluster"] {
  return {
    ...cluster,
    kubernetesVersion: distributionOf(cluster).kubernetesVersion(cluster),
    dnsServiceIp: cluster.dnsServiceIp ?? Subnet.of(cluster.serviceCidr).nth(10),
    endpointAddress: cluster.vip ?? first?.address ?? "",
  };
}

function nodePlans(config: StackConfig, nodes: readonly EffectiveNode[]): NodePlan[] {
  const gpuByNode = new Map(heldGpus(config).map((gpu) => [gpu.node, gpu]));
  const order = cloneOrder(
    nodes,
    config.proxmox.cloneConcurrency,
    (name) => gpuByNode.has(name),
    (host, storage) => isShared(config, host, storage),
  );
  return nodes.map((node, index) => ({
    ...nodePlan(config, node, gpuByNode.get(node.name), order.get(node.name) ?? {}),
    ...(node.role === "control-plane" && { controlPlaneIndex: index }),
  }));
}
