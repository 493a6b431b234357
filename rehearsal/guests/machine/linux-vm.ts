import type { PowerOn } from "pve-simulator";
import type { FaultKind } from "../../faults";
import type { Endpoint } from "../../network/endpoint";
import type { Fabric } from "../../network/fabric";
import type { SimulationContext } from "../../simulation";
import type { RunningVm, ReportedInterface, VmEnvironment } from "../running-vm";
import type { FileTree } from "../disk/file-tree";
import type { CloudInitReport, Kernel } from "../guest";
import type { CloudImage } from "../image/cloud-image";
import { containerdDaemon } from "../containerd/containerd";
import { AptLocks } from "../packages/apt-locks";
import type { DebPackage } from "../packages/deb-package";
import type { Program } from "../program";
import { reportedInterfaces } from "../reported-interfaces";
import { sshdDaemon, unitsWithoutCommand } from "../sshd/daemons";
import { generateSshSocket } from "../sshd/socket-generator";
import type { Daemon } from "../systemd/daemon";
import { Journal } from "../systemd/journal";
import { lastResort, systemDaemons } from "../systemd/system-daemons";
import { UnitManager } from "../systemd/unit-manager";
import { bootLinux, interfacesOf, type BootingGuest } from "./boot";
import type { Disk, RootLayout } from "./disk";
import { powerSupply } from "../power-supply";

/** When the simulation begins, by its own calendar. */
const EPOCH = Date.UTC(2026, 10, 21) / 1000;

/** What a Linux machine finds on its disk besides files. */
export interface LinuxSurroundings extends VmEnvironment {
  readonly programs: ReadonlyMap<string, Program>;
  readonly packages: ReadonlyMap<string, DebPackage>;
  readonly daemons: readonly Daemon[];
}

/** A machine from power-on to power-off: everything here is lost when the power goes; only the disk stays. */
export class LinuxVm implements BootingGuest, RunningVm {
  readonly name: string;
  readonly context: SimulationContext;
  readonly fabric: Fabric;
  readonly hardware: PowerOn;
  readonly tree: FileTree;
  readonly layout: RootLayout;
  diskGiB: number;
  readonly image: CloudImage;
  readonly network: Endpoint;
  readonly journal: Journal;
  readonly units: UnitManager;
  readonly kernel: Kernel = {
    modules: new Set(),
    sysctls: new Map(),
    swaps: new Set(),
    locks: new Map(),
    aptLocks: new AptLocks(),
  };
  readonly cloudInit: CloudInitReport;
  readonly power: AbortSignal;
  readonly programs: ReadonlyMap<string, Program>;
  readonly packages: ReadonlyMap<string, DebPackage>;
  readonly reboot: () => void;
  readonly halt: () => void;
  /** Set once the kernel and systemd are up: from then on the machine hears the power button. */
  up = false;
  frozen = false;
  private readonly disk: Disk;
  private readonly plug = powerSupply();
  private finishCloudInit: () => void = () => undefined;

  constructor(hardware: PowerOn, disk: Disk, around: LinuxSurroundings) {
    this.name = hardware.name;
    this.hardware = hardware;
    this.disk = disk;
    this.tree = disk.tree;
    this.layout = disk.layout;
    this.diskGiB = hardware.diskGiB;
    this.image = disk.image;
    this.context = around.context;
    this.fabric = around.fabric;
    this.programs = around.programs;
    this.packages = around.packages;
    this.reboot = around.onReboot;
    this.halt = around.onHalt;
    this.power = this.plug.signal;
    this.network = around.fabric.plug(hardware.name);
    const { events } = around.context;
    const tell = (unit: string, journal: string): void =>
      events.emit({ kind: "service", machine: this.name, unit, journal });
    this.journal = new Journal(() => this.time(), tell);
    const finished = new Promise<void>((resolve) => (this.finishCloudInit = resolve));
    this.cloudInit = { status: "not run", errors: [], recoverable: [], finished };
    const daemons = [
      sshdDaemon,
      unitsWithoutCommand,
      containerdDaemon,
      ...systemDaemons,
      ...around.daemons,
      ...lastResort,
    ];
    // In memory in life: a boot finds it empty.
    this.tree.remove("/run");
    this.tree.makeDirectories("/run/lock");
    this.units = new UnitManager(this, daemons, [generateSshSocket]);
  }

  hostname(): string {
    return (this.tree.read("/etc/hostname") ?? "localhost").trim();
  }

  time(): number {
    return EPOCH + this.context.clock.now() / Math.max(this.context.latencies.guestSecond, 0.001);
  }

  sleep(seconds: number, signal?: AbortSignal): Promise<void> {
    return this.wait(seconds * this.context.latencies.guestSecond, signal);
  }

  /** Waits in the simulation's time, or until the signal. */
  wait(ms: number, signal: AbortSignal = this.power): Promise<void> {
    return this.context.clock.sleep(ms, signal);
  }

  boot(): Promise<void> {
    return bootLinux(this, this.disk.boots++ === 0);
  }

  agentAnswers(): boolean {
    return !this.frozen && this.hardware.agentDevice && this.units.state("qemu-guest-agent.service") === "active";
  }

  interfaces(): readonly ReportedInterface[] {
    return reportedInterfaces(this.network, interfacesOf(this));
  }

  freeze(fault: FaultKind): void {
    this.frozen = true;
    this.up = false;
    this.context.events.emit({ kind: "fault", fault, machine: this.name });
  }

  cloudInitEnds(): void {
    if (this.cloudInit.status === "running")
      this.cloudInit.status = this.cloudInit.errors.length > 0 ? "error" : "done";
    this.finishCloudInit();
  }

  /** Everything stops at this instant. */
  pullThePlug(): void {
    this.up = false;
    this.plug.abort();
    this.network.unplug();
    this.finishCloudInit();
  }
}
