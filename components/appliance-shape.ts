import type { LivingAppliance } from "../model/appliance-plan";
import type { ClusterPlan } from "../model/cluster-plan";
import type { ProxmoxVmArgs } from "./proxmox-vm";
import { templateOf } from "./site";

/** What the machine is made of, in the provider's words. */
export function applianceShape(plan: ClusterPlan, appliance: LivingAppliance): ProxmoxVmArgs {
  const { startup, source } = appliance;
  const running = appliance.state === "running";
  return {
    nodeName: appliance.host,
    vmId: appliance.vmId,
    name: appliance.name,
    description: appliance.description,
    tags: [...appliance.tags],
    ...cloneOf(plan, appliance),
    // Only an image of ours is known to have the agent; without it an orderly shutdown is asked for by ACPI.
    agent: { enabled: source === "image", waitForIp: { disabled: true } },
    cpu: { cores: appliance.cores, sockets: 1, type: "host" },
    memory: { dedicated: appliance.memoryMiB },
    machine: appliance.machineType,
    scsiHardware: "virtio-scsi-pci",
    operatingSystem: { type: appliance.osType },
    serialDevices: [{ device: "socket" }],
    vga: { type: "std" },
    ...driveOf(source),
    disks: [
      {
        interface: "virtio0",
        datastoreId: appliance.storage,
        size: appliance.diskGiB,
        fileFormat: "raw",
        iothread: true,
      },
    ],
    networkDevices: appliance.nics.map(({ bridge, vlan, macAddress }) => ({
      ...{ bridge, macAddress, model: "virtio", firewall: false },
      ...(vlan !== undefined && { vlanId: vlan }),
    })),
    startup: { order: startup.order, upDelay: startup.upDelaySeconds, downDelay: startup.downDelaySeconds },
    onBoot: appliance.onBoot,
    started: running,
    stopOnDestroy: true,
  };
}

function cloneOf(plan: ClusterPlan, { source, name, host, storage }: LivingAppliance): Pick<ProxmoxVmArgs, "clone"> {
  const vmId = source === "image" ? templateOf(plan, { name, host }).vmId : cloneSource(source);
  return vmId === undefined ? {} : { clone: { vmId, nodeName: host, full: true, datastoreId: storage } };
}

function cloneSource(source: LivingAppliance["source"]): number | undefined {
  return typeof source === "object" && "clone" in source ? source.clone : undefined;
}

/** The disk boots first; the ISO is looked at while there is nothing on it. */
function driveOf(source: LivingAppliance["source"]): Pick<ProxmoxVmArgs, "cdrom" | "bootOrders"> {
  if (typeof source !== "object" || !("iso" in source)) return { cdrom: { fileId: "none" }, bootOrders: ["virtio0"] };
  return { cdrom: { fileId: source.iso, interface: "ide0" }, bootOrders: ["virtio0", "ide0"] };
}
