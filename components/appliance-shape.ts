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

function cloneOf(plan: ClusterPlan, { source, name, host, storage }: LivingAppliance): Pick<ProxmoxVmArgs, "clone"> {
  const vmId = source === "image" ? templateOf(plan, { name, host }).vmId : cloneSource(source);
  return vmId === undefined ? {} : { clone: { vmId, nodeName: host, full: true, datastoreId: storage } };
}

function cloneSource(source: LivingAppliance["source"]): number | undefined {
  return typeof source === "object" && "clone" in source ? source.clone : undefined;
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
