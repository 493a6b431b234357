import { GiB } from "../schema/size";
import type { Datacenter } from "./datacenter";
import { launch } from "./start-vm";
import { Vm } from "./vm";
import type { VolumeContent } from "./volume";

/** Puts machines and files into the simulation that were there before the program, and belong to somebody. */
export function furnish(datacenter: Datacenter): void {
  const { machines = [], files = [] } = datacenter.simulation.spec;
  for (const { name, vmId, host, config, disk, running, type } of machines) {
    if (type === "lxc") {
      datacenter.containers.set(vmId, {
        vmId,
        name,
        host: datacenter.hostNamed(host).node,
        running: running === true,
        config,
      });
      continue;
    }
    const vm = new Vm(vmId, datacenter.hostNamed(host), { name, ...config });
    if (disk) {
      const volume = { storage: disk.storage, name: `vm-${vmId}-disk-0`, content: "images", format: "raw" } as const;
      const diskId = datacenter.newDiskId(`${host}/${disk.storage}:${volume.name}`);
      const { image, sizeGiB } = disk;
      const made = {
        ...volume,
        vmId,
        diskId,
        sizeBytes: sizeGiB * GiB,
        ctime: 0,
        ...(image !== undefined && { image }),
      };
      vm.host.storage(disk.storage).add(made);
      vm.config["virtio0"] = `${disk.storage}:${volume.name},size=${disk.sizeGiB}G`;
    }
    datacenter.vms.set(vmId, vm);
    if (running) datacenter.guests.powerOn(launch(datacenter, vm, () => undefined));
  }
  for (const { host, volume } of files) {
    const [storage = "", name = ""] = volume.split(":");
    const diskId = datacenter.newDiskId(`${host}/${volume}`);
    datacenter
      .hostNamed(host)
      .storage(storage)
      .add({ storage, name, content: contentOf(name), format: "iso", sizeBytes: GiB, diskId, ctime: 0 });
  }
}

/** `iso/debian.iso` is an ISO. */
const contentOf = (name: string): VolumeContent => name.split("/")[0] as VolumeContent;
