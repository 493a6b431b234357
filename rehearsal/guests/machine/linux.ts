import type { PowerOn } from "../../guest-contract";
import type { Computer, OperatingSystem, Surroundings } from "../computer";
import type { GuestSoftware } from "../guest-software";
import { containerdPackage } from "../containerd/containerd";
import type { DebPackage } from "../packages/deb-package";
import { guestAgentPackage } from "../packages/guest-agent";
import type { Program } from "../program";
import { imagePrograms } from "../programs/every-program";
import { shellBuiltins } from "../shell/bundled";
import { Disks } from "./disk";
import { RunningMachine } from "./running-machine";

/** Ubuntu as its cloud image has it: whatever no other system boots from is one of its disks. */
export class Linux implements OperatingSystem {
  private readonly software: GuestSoftware;
  private readonly programs: ReadonlyMap<string, Program>;
  private readonly packages: ReadonlyMap<string, DebPackage>;
  private readonly disks: Disks;

  constructor(software: GuestSoftware) {
    this.software = software;
    this.programs = new Map([...imagePrograms, ...software.programs].map((entry) => [entry.name, entry]));
    this.packages = new Map(
      [guestAgentPackage, containerdPackage, ...(software.packages ?? [])].map((entry) => [entry.name, entry]),
    );
    const onImage = [...this.programs.values()].filter(({ packaged }) => !packaged).map(({ name }) => name);
    this.disks = new Disks([...onImage, ...shellBuiltins]);
  }

  bootsFrom(): boolean {
    return true;
  }

  start(hardware: PowerOn, around: Surroundings): Computer {
    const disk = this.disks.open(hardware.diskId);
    const { programs, packages } = this;
    return new RunningMachine(hardware, disk, { ...around, programs, packages, daemons: this.software.daemons });
  }

  forgetDisk(diskId: string): void {
    this.disks.forget(diskId);
  }
}
