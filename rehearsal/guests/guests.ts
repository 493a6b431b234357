import type { Guests, Nic, PowerOn } from "pve-simulator";
import type { Fabric } from "../network/fabric";
import { segmentOf } from "../network/segment";
import type { SimulationContext } from "../simulation";
import { OutsideVmSystem } from "./outside-vm";
import type { Computer, OperatingSystem } from "./computer";
import type { GuestSoftware } from "./guest-software";
import { inspect, type MachineView } from "./machine/inspect";
import { Linux } from "./machine/linux";
import { RunningMachine } from "./machine/running-machine";
import { UnknownSystem } from "./unknown-system";

/** The room of machines: what the hypervisor needs, and a way to look inside. */
export interface MachineModule extends Guests {
  /** A running Linux machine by name. */
  machine(name: string): MachineView | undefined;
  names(): readonly string[];
  /** Pulls every plug. */
  close(): void;
}

export function createGuests(context: SimulationContext, fabric: Fabric, software: GuestSoftware): MachineModule {
  return new GuestModule(context, fabric, [
    ...(software.systems ?? []),
    new OutsideVmSystem(),
    new Linux(software),
    new UnknownSystem(),
  ]);
}

class GuestModule implements MachineModule {
  private readonly context: SimulationContext;
  private readonly fabric: Fabric;
  private readonly systems: readonly OperatingSystem[];
  private readonly running = new Map<number, Computer>();
  /** What the machines that run have, cables as they are now. */
  private readonly hardware = new Map<number, PowerOn>();

  constructor(context: SimulationContext, fabric: Fabric, systems: readonly OperatingSystem[]) {
    this.context = context;
    this.fabric = fabric;
    this.systems = systems;
  }

  powerOn(spec: PowerOn): void {
    if (this.running.has(spec.vmId)) return;
    const system = this.systems.find((each) => each.bootsFrom(spec.image));
    if (!system) return;
    const computer: Computer = system.start(spec, {
      context: this.context,
      fabric: this.fabric,
      onReboot: () => this.restart(computer),
      onHalt: () => this.off(computer),
    });
    this.running.set(spec.vmId, computer);
    this.hardware.set(spec.vmId, spec);
    for (const [name, content] of Object.entries(spec.cloudInit ?? {}))
      this.context.events.emit({ kind: "document", machine: spec.name, name, content: String(content) });
    void computer.boot().catch((error: unknown) => this.crashed(computer, error));
  }

  async powerOff(vmId: number, how: "stop" | "shutdown"): Promise<void> {
    const computer = this.running.get(vmId);
    if (!computer) return;
    if (how === "shutdown") {
      if (!computer.up) throw new Error("VM quit/powerdown failed - got timeout");
      this.context.events.emit({ kind: "machine", machine: computer.name, vmId, change: "stopping" });
      await computer.shutDown?.();
      await this.context.clock.sleep(this.context.latencies.shutdown);
    }
    this.off(computer);
  }

  /** The machine itself notices nothing: its GPUs are the same, and keep their addresses. */
  replug(vmId: number, nics: readonly Nic[]): void {
    const hardware = this.hardware.get(vmId);
    if (!hardware) return;
    const moved = hardware.nics.flatMap((before) => {
      const now = nics.find(({ mac }) => mac === before.mac);
      return now ? [[segmentOf(before), segmentOf(now)] as const] : [];
    });
    this.hardware.set(vmId, { ...hardware, nics });
    this.fabric.endpoint(hardware.name)?.rewire(new Map(moved));
  }

  grow(vmId: number, diskGiB: number): void {
    const hardware = this.hardware.get(vmId);
    if (hardware) this.hardware.set(vmId, { ...hardware, diskGiB });
    const computer = this.running.get(vmId);
    if (computer instanceof RunningMachine) computer.diskGiB = diskGiB;
  }

  agentAnswers(vmId: number): boolean {
    return this.running.get(vmId)?.agentAnswers() === true;
  }

  interfaces(vmId: number) {
    const computer = this.running.get(vmId);
    if (!computer?.agentAnswers()) return undefined;
    const lo = { name: "lo", mac: "00:00:00:00:00:00", addresses: [{ address: "127.0.0.1", prefix: 8 }] };
    return [lo, ...computer.interfaces()];
  }

  forgetDisk(diskId: string): void {
    for (const system of this.systems) system.forgetDisk(diskId);
  }

  machine(name: string): MachineView | undefined {
    const computer = [...this.running.values()].find((candidate) => candidate.name === name);
    return computer instanceof RunningMachine ? inspect(computer) : undefined;
  }

  names(): readonly string[] {
    return [...this.running.values()].map(({ name }) => name);
  }

  close(): void {
    for (const computer of this.running.values()) computer.pullThePlug();
    this.running.clear();
  }

  private off(computer: Computer): void {
    if (!this.takeDown(computer)) return;
    const { name, hardware } = computer;
    this.context.events.emit({ kind: "machine", machine: name, vmId: hardware.vmId, change: "stopped" });
  }

  private takeDown(computer: Computer): boolean {
    if (this.running.get(computer.hardware.vmId) !== computer) return false;
    this.running.delete(computer.hardware.vmId);
    computer.pullThePlug();
    return true;
  }

  /** A reboot from inside: for the hypervisor the machine runs on. */
  private restart(computer: Computer): void {
    const hardware = this.hardware.get(computer.hardware.vmId) ?? computer.hardware;
    if (this.takeDown(computer)) this.powerOn(hardware);
  }

  private crashed(computer: Computer, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.context.events.emit({
      kind: "machine",
      machine: computer.name,
      vmId: computer.hardware.vmId,
      change: "boot-failed",
      reason,
    });
  }
}
