import type { LivingAppliance } from "../model/appliance-plan";
import type { ClusterPlan } from "../model/cluster-plan";
import type { ProxmoxVmArgs } from "./proxmox-vm";
import { templateOf } from "./site";
import { bootsFromDisk, emptyDrive, vmShape } from "./vm-shape";

/** What the machine is made of, in the provider's words. */
export function applianceShape(plan: ClusterPlan, appliance: LivingAppliance): ProxmoxVmArgs {
  const { source } = appliance;
  return {
    ...vmShape(appliance, appliance.nics),
    ...cloneOf(plan, appliance),
    // Only an image of ours is known to have the agent; without it an orderly shutdown is asked for by ACPI.
    agent: { enabled: source === "image", waitForIp: { disabled: true } },
    operatingSystem: { type: appliance.osType },
    ...driveOf(source),
    onBoot: appliance.onBoot,
    started: appliance.state === "running",
  };
}

function cloneOf(plan: ClusterPlan, appliance: LivingAppliance): Pick<ProxmoxVmArgs, "clone"> {
  const from = cloneSource(plan, appliance);
  return from === undefined ? {} : { clone: { ...from, full: true, datastoreId: appliance.storage } };
}

function cloneSource(plan: ClusterPlan, { source, name, host }: LivingAppliance) {
  if (source === "image") {
    const template = templateOf(plan, { name, host });
    return { vmId: template.vmId, nodeName: template.host };
  }
  return typeof source === "object" && "clone" in source ? { vmId: source.clone, nodeName: host } : undefined;
}

/**
 * The disk boots first; an ISO is looked at while there is nothing on the disk. The copy of a machine boots in that
 * machine's order, which Proxmox could bring back over one of ours whenever it likes (see `bootsFromDisk`).
 */
function driveOf(source: LivingAppliance["source"]): Pick<ProxmoxVmArgs, "cdrom" | "bootOrders"> {
  if (typeof source !== "object") return bootsFromDisk;
  if ("clone" in source) return { cdrom: emptyDrive };
  return { cdrom: { fileId: source.iso, interface: "ide0" }, bootOrders: ["virtio0", "ide0"] };
}
