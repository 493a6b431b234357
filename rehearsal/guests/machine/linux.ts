import type { PowerOn } from "pve-simulator";
import type { RunningVm, OperatingSystem, VmEnvironment } from "../running-vm";
import type { GuestSoftware } from "../guest-software";
import { containerdPackage } from "../containerd/containerd";
import type { DebPackage } from "../packages/deb-package";
import type { CloudImage } from "../image/cloud-image";
import { consoleSetupPackage } from "../packages/console-setup";
import { guestAgentPackage } from "../packages/guest-agent";
import { programPackages } from "../packages/program-packages";
import type { Program } from "../program";
import { imagePrograms } from "../programs/every-program";
import { shellBuiltins } from "../shell/bundled";
import { Disks } from "./disk";
import { LinuxVm } from "./linux-vm";

/** The image a disk was made of, by its address; undefined when nobody here knows what is on it. */
export type CloudImageOf = (url: string) => CloudImage | undefined;

/** Systems with cloud-init and a login, each as its published image has it. */
export class Linux implements OperatingSystem {
  private readonly software: GuestSoftware;
  private readonly cloudImageOf: CloudImageOf;
  private readonly programs: ReadonlyMap<string, Program>;
  private readonly packages: ReadonlyMap<string, DebPackage>;
  private readonly disks: Disks;

  constructor(software: GuestSoftware, cloudImageOf: CloudImageOf) {
    this.software = software;
    this.cloudImageOf = cloudImageOf;
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
    return this.cloudImageOf(image) !== undefined;
  }

  start(hardware: PowerOn, around: VmEnvironment): RunningVm {
    const image = this.cloudImageOf(hardware.image);
    if (!image) throw new Error(`no system of this kind is on ${hardware.image}`);
    const disk = this.disks.open(hardware.diskId, image);
    const { programs, packages } = this;
    return new LinuxVm(hardware, disk, { ...around, programs, packages, daemons: this.software.daemons });
  }

  forgetDisk(diskId: string): void {
    this.disks.forget(diskId);
  }
}
