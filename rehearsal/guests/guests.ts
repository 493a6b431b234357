import type { Guests, PowerOn } from "../guest-contract";
import type { Fabric } from "../network/fabric";
import type { WorldContext } from "../world";
import type { GuestSoftware } from "./guest";
import { boot, interfacesOf } from "./machine/boot";
import { Disks } from "./machine/disk";
import { RunningMachine } from "./machine/running-machine";
import { inspect, type MachineView } from "./machine/inspect";
import type { Program } from "./program";
import { imagePrograms } from "./programs/every-program";
import { shellBuiltins } from "./shell/bundled";

/** The room of machines: what the hypervisor needs, and a way to look inside. */
export interface MachineRoom extends Guests {
  /** A running machine by name. */
  machine(name: string): MachineView | undefined;
  names(): readonly string[];
  /** Pulls every plug. */
  close(): void;
}

export function createGuests(context: WorldContext, fabric: Fabric, software: GuestSoftware): MachineRoom {
  return new Room(context, fabric, software);
}

class Room implements MachineRoom {
  private readonly context: WorldContext;
  private readonly fabric: Fabric;
  private readonly software: GuestSoftware;
  private readonly programs: ReadonlyMap<string, Program>;
  private readonly disks: Disks;
  private readonly running = new Map<number, RunningMachine>();

  constructor(context: WorldContext, fabric: Fabric, software: GuestSoftware) {
    this.context = context;
    this.fabric = fabric;
    this.software = software;
    this.programs = new Map([...imagePrograms, ...software.programs].map((entry) => [entry.name, entry]));
    this.disks = new Disks([...this.programs.keys(), ...shellBuiltins]);
  }

  powerOn(spec: PowerOn): void {
    if (this.running.has(spec.vmId)) return;
    const disk = this.disks.open(spec.diskId);
    const machine: RunningMachine = new RunningMachine(spec, disk.tree, {
      context: this.context,
      fabric: this.fabric,
      programs: this.programs,
      daemons: this.software.daemons,
      onReboot: () => this.restart(machine),
      onHalt: () => this.off(machine),
    });
    this.running.set(spec.vmId, machine);
    for (const [name, content] of Object.entries(spec.cloudInit ?? {}))
      this.context.events.emit({ kind: "document", machine: spec.name, name, content: String(content) });
    const first = disk.boots++ === 0;
    void boot(machine, first).catch((error: unknown) => this.crashed(machine, error));
  }

  async powerOff(vmId: number, how: "stop" | "shutdown"): Promise<void> {
    const machine = this.running.get(vmId);
    if (!machine) return;
    if (how === "shutdown") {
      if (!machine.up) throw new Error("VM quit/powerdown failed - got timeout");
      this.context.events.emit({ kind: "machine", machine: machine.name, vmId, change: "stopping" });
      await this.context.clock.sleep(this.context.latencies.shutdown);
    }
    this.off(machine);
  }

  agentAnswers(vmId: number): boolean {
    const machine = this.running.get(vmId);
    return machine?.hardware.agentDevice === true && machine.units.state("qemu-guest-agent.service") === "active";
  }

  interfaces(vmId: number) {
    const machine = this.running.get(vmId);
    if (!machine || !this.agentAnswers(vmId)) return undefined;
    const lo = { name: "lo", mac: "00:00:00:00:00:00", addresses: [{ address: "127.0.0.1", prefix: 8 }] };
    const held = machine.network.addresses();
    return [
      lo,
      ...interfacesOf(machine).map(({ name, mac, address, prefix }) => ({
        name,
        mac,
        addresses: held.map((each) => ({ address: each, prefix: each === address ? prefix : 32 })),
      })),
    ];
  }

  forgetDisk(diskId: string): void {
    this.disks.forget(diskId);
  }

  machine(name: string): MachineView | undefined {
    const machine = [...this.running.values()].find((candidate) => candidate.name === name);
    return machine && inspect(machine);
  }

  names(): readonly string[] {
    return [...this.running.values()].map(({ name }) => name);
  }

  close(): void {
    for (const machine of this.running.values()) machine.pullThePlug();
    this.running.clear();
  }

  private off(machine: RunningMachine): void {
    if (!this.takeDown(machine)) return;
    const { name, hardware } = machine;
    this.context.events.emit({ kind: "machine", machine: name, vmId: hardware.vmId, change: "stopped" });
  }

  private takeDown(machine: RunningMachine): boolean {
    if (this.running.get(machine.hardware.vmId) !== machine) return false;
    this.running.delete(machine.hardware.vmId);
    machine.pullThePlug();
    return true;
  }

  /** A reboot from inside: for the hypervisor the machine runs on. */
  private restart(machine: RunningMachine): void {
    if (this.takeDown(machine)) this.powerOn(machine.hardware);
  }

  private crashed(machine: RunningMachine, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.context.events.emit({
      kind: "machine",
      machine: machine.name,
      vmId: machine.hardware.vmId,
      change: "boot-failed",
      reason,
    });
  }
}
