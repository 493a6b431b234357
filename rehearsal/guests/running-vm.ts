import type { PowerOn } from "pve-simulator";
import type { Fabric } from "../network/fabric";
import type { SimulationContext } from "../simulation";

/** What is around a machine while it runs. */
export interface VmEnvironment {
  readonly context: SimulationContext;
  readonly fabric: Fabric;
  /** What the hypervisor does when the machine reboots or halts by itself. */
  readonly onReboot: () => void;
  readonly onHalt: () => void;
}

/** An address of a VM's NIC as its guest agent reports it. */
export interface ReportedInterface {
  readonly name: string;
  readonly mac: string;
  readonly addresses: readonly { readonly address: string; readonly prefix: number }[];
}

/** A VM from power-on to power-off, whatever runs on it. */
export interface RunningVm {
  readonly name: string;
  readonly hardware: PowerOn;
  /** Whether it hears the power button. */
  readonly up: boolean;
  /** Resolves when everything is up or the power went. */
  boot(): Promise<void>;
  agentAnswers(): boolean;
  /** Its NICs with their addresses, without `lo`. */
  interfaces(): readonly ReportedInterface[];
  /** What it does when asked to shut down, before the power goes. Nothing by default. */
  shutDown?(): Promise<void>;
  /** Everything stops at this instant. */
  pullThePlug(): void;
}

/** What boots from disks of one kind of image. */
export interface OperatingSystem {
  /** `image` is the address of the image a disk descends from, empty for a disk that descends from none. */
  bootsFrom(image: string): boolean;
  start(hardware: PowerOn, around: VmEnvironment): RunningVm;
  /** The disk is gone for good. */
  forgetDisk(diskId: string): void;
}
