import { readTalosImage } from "../image-factory/talos-image";
import type { PowerOn } from "pve-simulator";
import type { RunningVm, OperatingSystem, VmEnvironment } from "../../../guests/running-vm";
import type { GuestSoftware } from "../../../guests/guest-software";
import type { NodeSoftware } from "../machine/node-software";
import { TalosDisk } from "../machine/talos-disk";
import { TalosVm } from "../machine/talos-vm";

/** Talos on disks that descend from an image of its factory. */
export class TalosSystem implements OperatingSystem {
  private readonly disks = new Map<string, TalosDisk>();
  private readonly machines = new Map<string, TalosVm>();
  private readonly software: NodeSoftware;

  constructor(software: NodeSoftware) {
    this.software = software;
  }

  bootsFrom(image: string): boolean {
    return image.startsWith("https://factory.talos.dev/image/");
  }

  start(hardware: PowerOn, around: VmEnvironment): RunningVm {
    const machine = new TalosVm(hardware, this.disk(hardware), this.software, around);
    this.machines.set(machine.name, machine);
    return machine;
  }

  forgetDisk(diskId: string): void {
    this.disks.delete(diskId);
  }

  /** The machine of this name that was started last, for those who look from outside. */
  machine(name: string): TalosVm | undefined {
    return this.machines.get(name);
  }

  private disk({ diskId, image }: PowerOn): TalosDisk {
    const known = this.disks.get(diskId) ?? freshDisk(image);
    this.disks.set(diskId, known);
    return known;
  }
}

/** The Talos of a simulation, for those who look from outside. */
export function talosSystemOf({ systems = [] }: Pick<GuestSoftware, "systems">): TalosSystem {
  const found = systems.find((system) => system instanceof TalosSystem);
  if (!found) throw new Error("no machine of this simulation can boot Talos");
  return found;
}

/** Nothing boots from packed data, or from an image for bare metal that nobody installed. */
function freshDisk(url: string): TalosDisk {
  const image = readTalosImage(url);
  const disk = new TalosDisk(image?.version ?? "", image?.schematic ?? "");
  disk.bootable = image?.compression === undefined && image?.platform === "nocloud";
  return disk;
}
