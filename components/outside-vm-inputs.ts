import type { LivingOutsideVm } from "../model/outside-vm-plan";
import type { StackPlan } from "../distributions/distribution";
import { nodeOf } from "../model/node-names";
import type { ProxmoxVmArgs } from "./proxmox-vm";
import { cloneFrom, templateOf } from "./build-context";
import { bootsFromDisk, emptyDrive, vmInputs } from "./vm-inputs";

/** The VM inputs of the machine, as the provider names them. */
export function outsideVmInputs(plan: StackPlan, outsideVm: LivingOutsideVm): ProxmoxVmArgs {
  const { source } = outsideVm;
  return {
    ...vmInputs(outsideVm, outsideVm.nics),
    nodeName: nodeOf(plan, outsideVm.host),
    ...cloneOf(plan, outsideVm),
    // Only our own images are known to have the agent; without it a clean shutdown is requested through ACPI.
    agent: { enabled: source === "image", waitForIp: { disabled: true } },
    operatingSystem: { type: outsideVm.osType },
    ...driveOf(source),
    onBoot: outsideVm.onBoot,
    started: outsideVm.state === "running",
  };
}

function cloneOf(plan: StackPlan, outsideVm: LivingOutsideVm): Pick<ProxmoxVmArgs, "clone"> {
  const from = cloneSource(plan, outsideVm);
  return from === undefined ? {} : { clone: { ...from, full: true, datastoreId: outsideVm.storage } };
}

function cloneSource(plan: StackPlan, { source, name, host }: LivingOutsideVm) {
  if (source === "image") return cloneFrom(plan, templateOf(plan, { name, host }));
  const isCopy = typeof source === "object" && "clone" in source;
  return isCopy ? { vmId: source.clone, nodeName: nodeOf(plan, host) } : undefined;
}

/**
 * The disk boots first; an ISO is used while the disk is empty. A clone of another machine keeps that machine's order, as
 * Proxmox could restore it over one of ours at random (see `bootsFromDisk`).
 */
function driveOf(source: LivingOutsideVm["source"]): Pick<ProxmoxVmArgs, "cdrom" | "bootOrders"> {
  if (typeof source !== "object") return bootsFromDisk;
  if ("clone" in source) return { cdrom: emptyDrive };
  return { cdrom: { fileId: source.iso, interface: "ide0" }, bootOrders: ["virtio0", "ide0"] };
}
