import type { Guests, Nic, PowerOn } from "pve-simulator";
import type { Fabric } from "../network/fabric";
import { segmentOf } from "../network/segment";
import type { SimulationContext } from "../simulation";
import { UnmanagedSystem } from "./unmanaged-vm";
import type { RunningVm, OperatingSystem } from "./running-vm";
import type { GuestSoftware } from "./guest-software";
import { inspect, type VmView } from "./machine/inspect";
import { type CloudImageOf, Linux } from "./machine/linux";
import { LinuxVm } from "./machine/linux-vm";
import { UnknownSystem } from "./unknown-system";

/** The guests: what the hypervisor needs, and a way to look inside. */
export interface GuestModule extends Guests {
  /** A running Linux machine by name. */
  machine(name: string): VmView | undefined;
  names(): readonly string[];
  /** Pulls every plug. */
  close(): void;
}

export function createGuests(
  context: SimulationContext,
  fabric: Fabric,
  software: GuestSoftware,
  cloudImageOf: CloudImageOf,
): GuestModule {
  return new EveryGuest(context, fabric, [
    ...(software.systems ?? []),
    new UnmanagedSystem(),
    new Linux(software, cloudImageOf),
    new UnknownSystem(),
  ]);
}

class EveryGuest implements GuestModule {
  private readonly context: SimulationContext;
  private readonly fabric: Fabric;
  private readonly systems: readonly OperatingSystem[];
  private readonly running = new Map<number, RunningVm>();
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
    const vm: RunningVm = system.start(spec, {
      context: this.context,
      fabric: this.fabric,
      onReboot: () => this.restart(vm),
      onHalt: () => this.off(vm),
    });
    this.running.set(spec.vmId, vm);
    this.hardware.set(spec.vmId, spec);
    for (const [name, content] of Object.entries(spec.cloudInit ?? {}))
      this.context.events.emit({ kind: "document", machine: spec.name, name, content: String(content) });
    void vm.boot().catch((error: unknown) => this.crashed(vm, error));
  }

  async powerOff(vmId: number, how: "stop" | "shutdown"): Promise<void> {
    const vm = this.running.get(vmId);
    if (!vm) return;
    if (how === "shutdown") {
      if (!vm.up) throw new Error("VM quit/powerdown failed - got timeout");
      this.context.events.emit({ kind: "machine", machine: vm.name, vmId, change: "stopping" });
      await vm.shutDown?.();
      await this.context.clock.sleep(this.context.latencies.shutdown);
    }
    this.off(vm);
  }

  /** The machine itself notices nothing: its NICs are the same, and keep their addresses. */
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
    const vm = this.running.get(vmId);
    if (vm instanceof LinuxVm) vm.diskGiB = diskGiB;
  }

  agentAnswers(vmId: number): boolean {
    return this.running.get(vmId)?.agentAnswers() === true;
  }

  interfaces(vmId: number) {
    const vm = this.running.get(vmId);
    if (!vm?.agentAnswers()) return undefined;
    const lo = { name: "lo", mac: "00:00:00:00:00:00", addresses: [{ address: "127.0.0.1", prefix: 8 }] };
    return [lo, ...vm.interfaces()];
  }

  forgetDisk(diskId: string): void {
    for (const system of this.systems) system.forgetDisk(diskId);
  }

  machine(name: string): VmView | undefined {
    const vm = [...this.running.values()].find((candidate) => candidate.name === name);
    return vm instanceof LinuxVm ? inspect(vm) : undefined;
  }

  names(): readonly string[] {
    return [...this.running.values()].map(({ name }) => name);
  }

  close(): void {
    for (const vm of this.running.values()) vm.pullThePlug();
    this.running.clear();
  }

  private off(vm: RunningVm): void {
    if (!this.takeDown(vm)) return;
    const { name, hardware } = vm;
    this.context.events.emit({ kind: "machine", machine: name, vmId: hardware.vmId, change: "stopped" });
  }

  private takeDown(vm: RunningVm): boolean {
    if (this.running.get(vm.hardware.vmId) !== vm) return false;
    this.running.delete(vm.hardware.vmId);
    vm.pullThePlug();
    return true;
  }

  /** A reboot from inside: for the hypervisor the machine runs on. */
  private restart(vm: RunningVm): void {
    const hardware = this.hardware.get(vm.hardware.vmId) ?? vm.hardware;
    if (this.takeDown(vm)) this.powerOn(hardware);
  }

  private crashed(vm: RunningVm, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.context.events.emit({
      kind: "machine",
      machine: vm.name,
      vmId: vm.hardware.vmId,
      change: "boot-failed",
      reason,
    });
  }
}
