import type { ClusterPlan, Firmware, MachinePlan } from "../model/cluster-plan";
import type { ProxmoxVmArgs } from "./proxmox-vm";
import { templateOf } from "./site";

/** UEFI keeps its settings on a disk of its own; keys enrolled beforehand would refuse any system but Microsoft's and friends'. */
export function firmwareShape(firmware: Firmware, storage: string): Pick<ProxmoxVmArgs, "bios" | "efiDisk"> {
  if (firmware === "seabios") return {};
  return { bios: "ovmf", efiDisk: { datastoreId: storage, fileFormat: "raw", type: "4m", preEnrolledKeys: false } };
}

/**
 * What the machine is made of. Everything is declared, though the template has most of it: what a clone leaves unsaid
 * shows as a change at the next run (bpg #1494, #2374), and an undeclared disk is deleted.
 */
export function machineShape(cluster: ClusterPlan, plan: MachinePlan): ProxmoxVmArgs {
  const template = templateOf(cluster, plan);
  return {
    nodeName: plan.host,
    vmId: plan.vmId,
    name: plan.name,
    description: plan.description,
    tags: [...plan.tags],
    clone: { vmId: template.vmId, nodeName: template.host, full: true, datastoreId: plan.storage },
    agent: { enabled: true, waitForIp: { disabled: true } },
    cpu: { cores: plan.cores, sockets: 1, type: "host" },
    memory: { dedicated: plan.memoryMiB },
    machine: plan.machineType,
    ...firmwareShape(plan.firmware, plan.storage),
    scsiHardware: "virtio-scsi-pci",
    operatingSystem: { type: "l26" },
    bootOrders: ["virtio0"],
    serialDevices: [{ device: "socket" }],
    vga: { type: "std" },
    // Left out, the provider asks for the host's own drive, which needs Sys.Console on the whole datacenter.
    cdrom: { fileId: "none" },
    disks: [{ interface: "virtio0", datastoreId: plan.storage, size: plan.diskGiB, fileFormat: "raw", iothread: true }],
    networkDevices: [
      {
        bridge: plan.bridge,
        model: "virtio",
        macAddress: plan.macAddress,
        firewall: false,
        ...(plan.vlan === undefined ? {} : { vlanId: plan.vlan }),
      },
    ],
    hostpcis: plan.gpu
      ? [{ device: "hostpci0", mapping: plan.gpu.mapping, pcie: true, rombar: true, xvga: false }]
      : [],
    startup: {
      order: plan.startup.order,
      upDelay: plan.startup.upDelaySeconds,
      downDelay: plan.startup.downDelaySeconds,
    },
    onBoot: true,
    started: true,
    stopOnDestroy: true,
  };
}
