import type { ClusterPlan, MachinePlan } from "../model/cluster-plan";
import type { ProxmoxVmArgs } from "./proxmox-vm";
import { templateOf } from "./site";
import { bootsFromDisk, firmwareShape, vmShape } from "./vm-shape";

/** What a node's machine is made of, in the provider's words. */
export function machineShape(cluster: ClusterPlan, plan: MachinePlan): ProxmoxVmArgs {
  const template = templateOf(cluster, plan);
  return {
    ...vmShape(plan, [plan]),
    clone: { vmId: template.vmId, nodeName: template.host, full: true, datastoreId: plan.storage },
    agent: { enabled: true, waitForIp: { disabled: true } },
    ...firmwareShape(plan.firmware, plan.storage),
    operatingSystem: { type: "l26" },
    ...bootsFromDisk,
    hostpcis: plan.gpu
      ? [{ device: "hostpci0", mapping: plan.gpu.mapping, pcie: true, rombar: true, xvga: false }]
      : [],
    onBoot: true,
    started: true,
  };
}
