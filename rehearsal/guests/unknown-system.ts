import { namesOf, OS_FAMILIES, releasesOf } from "../../os/registry";
import type { PowerOn } from "pve-simulator";
import type { RunningVm, OperatingSystem, VmEnvironment } from "./running-vm";

/**
 * What is on any other image. It may well boot in life, but how, nobody here knows: a machine that passed for Ubuntu would
 * make every rehearsal of it a lie.
 */
export class UnknownSystem implements OperatingSystem {
  bootsFrom(): boolean {
    return true;
  }

  start(hardware: PowerOn, around: VmEnvironment): RunningVm {
    return new UnbootableVm(hardware, around);
  }

  forgetDisk(): void {
    // Nothing on it was ever looked at.
  }
}

class UnbootableVm implements RunningVm {
  readonly name: string;
  readonly hardware: PowerOn;
  readonly up = false;
  private readonly around: VmEnvironment;

  constructor(hardware: PowerOn, around: VmEnvironment) {
    this.name = hardware.name;
    this.hardware = hardware;
    this.around = around;
  }

  boot(): Promise<void> {
    const { vmId, image } = this.hardware;
    const known = namesOf(releasesOf(OS_FAMILIES));
    const reason = `the rehearsal does not know the system on ${image}; it knows the images of ${known}`;
    this.around.context.events.emit({ kind: "machine", machine: this.name, vmId, change: "boot-failed", reason });
    return Promise.resolve();
  }

  agentAnswers(): boolean {
    return false;
  }

  interfaces() {
    return [];
  }

  pullThePlug(): void {
    // Nothing runs.
  }
}
