import type { NodePlan } from "../model/cluster-plan";
import type { Firmware } from "../model/firmware";
import type { SubnetNic } from "../model/subnet-nic";
import type { ProxmoxVmArgs } from "./proxmox-vm";

/** What every VM has, including the template. */
export const devices = {
  scsiHardware: "virtio-scsi-pci",
  serialDevices: [{ device: "socket" }],
  vga: { type: "std" },
  stopOnDestroy: true,
} satisfies Partial<ProxmoxVmArgs>;

/**
 * An empty CD drive. If omitted, the provider requests the host's physical drive, which needs Sys.Console on the whole
 * datacenter.
 */
export const emptyDrive = { fileId: "none", interface: "ide3" } satisfies ProxmoxVmArgs["cdrom"];

/**
 * Boots from its disk. The CD drive is listed although it is empty: if a request changes a drive and the boot order, Proxmox
 * handles the two in the random order of a Perl hash and may append the drive to the boot order (qemu-server, API2/Qemu.pm,
 * `update_vm_api`). If listed, the order is stored as given either way.
 */
export const bootsFromDisk = {
  cdrom: emptyDrive,
  bootOrders: ["virtio0", emptyDrive.interface],
} satisfies Partial<ProxmoxVmArgs>;

/** The one disk of a VM, in GiB. */
export function rootDiskInput(datastoreId: string, size: number) {
  return { interface: "virtio0", datastoreId, size, fileFormat: "raw", iothread: true };
}

/** UEFI keeps its settings on its own disk; pre-enrolled keys would refuse systems not signed by Microsoft. */
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
 * The VM inputs that all machines share. Everything is declared, although the template has most of it: an undeclared
 * property of a clone shows as a change at the next run (bpg #1494, #2374), and an undeclared disk is deleted.
 */
export function vmInputs(plan: Planned, nics: readonly Nic[]): Omit<ProxmoxVmArgs, "nodeName"> {
  const { order, upDelaySeconds, downDelaySeconds } = plan.startup;
  return {
    ...devices,
    // By default the provider deletes every volume with the machine's id in its name, even those it did not create.
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
