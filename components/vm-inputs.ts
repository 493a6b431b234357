import type { NodePlan } from "../model/cluster-plan";
import type { Firmware } from "../model/firmware";
import type { SubnetNic } from "../model/subnet-nic";
import type { ProxmoxVmArgs } from "./proxmox-vm";

/** What every VM has, the template too. */
export const devices = {
  scsiHardware: "virtio-scsi-pci",
  serialDevices: [{ device: "socket" }],
  vga: { type: "std" },
  stopOnDestroy: true,
} satisfies Partial<ProxmoxVmArgs>;

/** An empty CD drive. Left out, the provider asks for the host's own, which needs Sys.Console on the whole datacenter. */
export const emptyDrive = { fileId: "none", interface: "ide3" } satisfies ProxmoxVmArgs["cdrom"];

/**
 * Boots from its disk. The CD drive is named although nothing is in it: when a request that changes a machine brings a
 * drive and a boot order, Proxmox takes the two in the random order of a Perl hash and may put the drive behind the
 * boot order after all (qemu-server, API2/Qemu.pm, `update_vm_api`). Named, it is stored as it is said either way.
 */
export const bootsFromDisk = {
  cdrom: emptyDrive,
  bootOrders: ["virtio0", emptyDrive.interface],
} satisfies Partial<ProxmoxVmArgs>;

/** The one disk of a VM, in GiB. */
export function rootDiskInput(datastoreId: string, size: number) {
  return { interface: "virtio0", datastoreId, size, fileFormat: "raw", iothread: true };
}

/** UEFI keeps its settings on a disk of its own; keys enrolled beforehand would refuse any system but Microsoft's and friends'. */
export function firmwareInputs(firmware: Firmware, storage: string): Pick<ProxmoxVmArgs, "bios" | "efiDisk"> {
  if (firmware === "seabios") return {};
  return { bios: "ovmf", efiDisk: { datastoreId: storage, fileFormat: "raw", type: "4m", preEnrolledKeys: false } };
}

type Planned = Pick<
  NodePlan,
  "vmId" | "name" | "description" | "tags" | "cores" | "memoryMiB" | "machineType" | "storage" | "diskGiB" | "startup"
>;

type Nic = SubnetNic & Pick<NodePlan, "macAddress">;

/**
 * What a machine is made of, whatever it is for. Everything is declared, though the template has most of it: what a clone
 * leaves unsaid shows as a change at the next run (bpg #1494, #2374), and an undeclared disk is deleted.
 */
export function vmInputs(plan: Planned, nics: readonly Nic[]): Omit<ProxmoxVmArgs, "nodeName"> {
  const { order, upDelaySeconds, downDelaySeconds } = plan.startup;
  return {
    ...devices,
    // By default the provider has every volume removed that has the machine's id in its name, even those it did not create.
    deleteUnreferencedDisksOnDestroy: false,
    vmId: plan.vmId,
    name: plan.name,
    description: plan.description,
    tags: [...plan.tags],
    cpu: { cores: plan.cores, sockets: 1, type: "host" },
    memory: { dedicated: plan.memoryMiB },
    machine: plan.machineType,
    disks: [rootDiskInput(plan.storage, plan.diskGiB)],
    networkDevices: nics.map(({ bridge, vlan, macAddress }) => ({
      bridge,
      macAddress,
      model: "virtio",
      firewall: false,
      ...(vlan !== undefined && { vlanId: vlan }),
    })),
    startup: { order, upDelay: upDelaySeconds, downDelay: downDelaySeconds },
  };
}
