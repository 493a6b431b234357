import type { ClusterPlan } from "../model/cluster-plan";
import { nodeOf } from "../model/node-names";
import type { LivingOutsideVm } from "../model/outside-vm-plan";
import type { ProxmoxVmArgs } from "./proxmox-vm";

type Option = keyof ProxmoxVmArgs;

/** VMs that were set up by hand, and are still managed by hand. */
const LEFT_ALONE = [
  "acpi",
  "agent",
  "amdSev",
  "audioDevice",
  "bios",
  "bootOrders",
  "cdrom",
  "clone",
  "description",
  "disks",
  "efiDisk",
  "hookScriptFileId",
  "hostpcis",
  "hotplug",
  "initialization",
  "keyboardLayout",
  "kvmArguments",
  "macAddresses",
  "machine",
  "networkDevices",
  "numas",
  "operatingSystem",
  "poolId",
  "protection",
  "rngs",
  "scsiHardware",
  "serialDevices",
  "smbios",
  "tabletDevice",
  "tags",
  "template",
  "tpmState",
  "usbs",
  "vga",
  "virtiofs",
  "watchdog",
] as const satisfies readonly Option[];

/** Parts of an option that an adopted machine's entry does not set. */
const LEFT_ALONE_WITHIN = [
  "cpu.affinity",
  "cpu.architecture",
  "cpu.flags",
  "cpu.hotplugged",
  "cpu.limit",
  "cpu.numa",
  "cpu.sockets",
  "cpu.type",
  "cpu.units",
  "memory.floating",
  "memory.hugepages",
  "memory.keepHugepages",
  "memory.shared",
];

/** What the program sets on an existing machine: its sizes and state, and its start order if the entry has one. */
export function adoptedVmInputs(plan: ClusterPlan, outsideVm: LivingOutsideVm): ProxmoxVmArgs {
  const { host, vmId, name, cores, memoryMiB, state, adopted, onBoot, startup } = outsideVm;
  return {
    nodeName: nodeOf(plan, host),
    vmId,
    name,
    cpu: { cores },
    memory: { dedicated: memoryMiB },
    started: state === "running",
    ...(adopted?.onBoot && { onBoot }),
    ...(adopted?.startup && {
      startup: { order: startup.order, upDelay: startup.upDelaySeconds, downDelay: startup.downDelaySeconds },
    }),
  };
}

/** The properties that are left as they are on the host. */
export function leftAlone({ adopted }: LivingOutsideVm): string[] {
  return [
    ...LEFT_ALONE,
    ...LEFT_ALONE_WITHIN,
    "nodeName",
    ...(adopted?.onBoot ? [] : ["onBoot"]),
    ...(adopted?.startup ? [] : ["startup"]),
  ];
}

/** The id by which the provider imports an existing machine. */
export const importId = (plan: ClusterPlan, { host, vmId }: LivingOutsideVm): string => `${nodeOf(plan, host)}/${vmId}`;
