import type { NodePlan } from "../model/cluster-plan";
import type { StackPlan } from "../distributions/distribution";
import type { ProxmoxVmArgs } from "./proxmox-vm";
import { templateOf } from "./build-context";
import { bootsFromDisk, firmwareInputs, vmInputs } from "./vm-inputs";

/** What a node's machine is made of, in the provider's words. */
export function nodeVmInputs(cluster: StackPlan, plan: NodePlan): ProxmoxVmArgs {
  const template = templateOf(cluster, plan);
  return {
    ...vmInputs(plan, [plan]),
    clone: { vmId: template.vmId, nodeName: template.foundOn ?? template.host, full: true, datastoreId: plan.storage },
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
