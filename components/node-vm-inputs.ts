import type { NodePlan } from "../model/cluster-plan";
import type { StackPlan } from "../distributions/distribution";
import { nodeOf } from "../model/node-names";
import type { ProxmoxVmArgs } from "./proxmox-vm";
import { cloneFrom, templateOf } from "./build-context";
import { bootsFromDisk, firmwareInputs, vmInputs } from "./vm-inputs";

/** The VM inputs of a node, as the provider names them. */
export function nodeVmInputs(cluster: StackPlan, plan: NodePlan): ProxmoxVmArgs {
  const template = templateOf(cluster, plan);
  return {
    ...vmInputs(plan, [plan]),
    nodeName: nodeOf(cluster, plan.host),
    clone: { ...cloneFrom(cluster, template), full: true, datastoreId: plan.storage },
    agent: { enabled: true, waitForIp: { disabled: true } },
    ...firmwareInputs(plan.firmware, plan.storage),
    operatingSystem: { type: "l26" },
    ...bootsFromDisk,
    hostpcis: plan.gpu
      ? [{ device: "hostpci0", mapping: plan.gpu.mapping, pcie: true, rombar: true, xvga: false }]
      : [],
    onBoot: true,
    started: true,
  };
}
