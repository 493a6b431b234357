import type { PowerOn } from "pve-simulator";
import type { RunningVm, OperatingSystem, VmEnvironment } from "../running-vm";
import type { GuestSoftware } from "../guest-software";
import { containerdPackage } from "../containerd/containerd";
import type { DebPackage } from "../packages/deb-package";
import { cloudImageOf } from "../../os/registry";
import { consoleSetupPackage } from "../packages/console-setup";
import { guestAgentPackage } from "../packages/guest-agent";
import { programPackages } from "../packages/program-packages";
import type { Program } from "../program";
import { imagePrograms } from "../programs/every-program";
import { shellBuiltins } from "../shell/bundled";
import { Disks } from "./disk";
import { LinuxVm } from "./linux-vm";

/** Systems with cloud-init and a login, each as its published image has it. */
export class Linux implements OperatingSystem {
  private readonly software: GuestSoftware;
  private readonly programs: ReadonlyMap<string, Program>;
  private readonly packages: ReadonlyMap<string, DebPackage>;
  private readonly disks: Disks;

  constructor(software: GuestSoftware) {
    this.software = software;
    this.programs = new Map([...imagePrograms, ...software.programs].map((entry) => [entry.name, entry]));
    this.packages = new Map(
      [...programPackages, consoleSetupPackage, guestAgentPackage, containerdPackage, ...(software.packages ?? [])].map(
        (entry) => [entry.name, entry],
      ),
    );
    const onImage = [...this.programs.values()].filter(({ packaged }) => !packaged).map(({ name }) => name);
    this.disks = new Disks([...onImage, ...shellBuiltins]);
  }

  bootsFrom(image: string): boolean {
    return cloudImageOf(image) !== undefined;
  }

  start(hardware: PowerOn, around: VmEnvironment): RunningVm {
    const image = cloudImageOf(hardware.image);
    if (!image) throw new Error(`no system of this kind is on ${hardware.image}`);
    const disk = this.disks.open(hardware.diskId, image);
    const { programs, packages } = this;
    return new LinuxVm(hardware, disk, { ...around, programs, packages, daemons: this.software.daemons });
  }

  forgetDisk(diskId: string): void {
    this.disks.forget(diskId);
  }
}
