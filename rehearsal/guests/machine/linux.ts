import type { PowerOn } from "../../guest-contract";
import type { Computer, OperatingSystem, Surroundings } from "../computer";
import type { GuestSoftware } from "../guest";
import type { Program } from "../program";
import { imagePrograms } from "../programs/every-program";
import { shellBuiltins } from "../shell/bundled";
import { Disks } from "./disk";
import { RunningMachine } from "./running-machine";

/** Ubuntu as its cloud image has it: whatever no other system boots from is one of its disks. */
export class Linux implements OperatingSystem {
  private readonly software: GuestSoftware;
  private readonly programs: ReadonlyMap<string, Program>;
  private readonly disks: Disks;

  constructor(software: GuestSoftware) {
    this.software = software;
    this.programs = new Map([...imagePrograms, ...software.programs].map((entry) => [entry.name, entry]));
    this.disks = new Disks([...this.programs.keys(), ...shellBuiltins]);
  }

  bootsFrom(): boolean {
    return true;
  }

  start(hardware: PowerOn, around: Surroundings): Computer {
    const disk = this.disks.open(hardware.diskId);
    const { programs } = this;
    return new RunningMachine(hardware, disk, { ...around, programs, daemons: this.software.daemons });
  }

  forgetDisk(diskId: string): void {
    this.disks.forget(diskId);
  }
}
