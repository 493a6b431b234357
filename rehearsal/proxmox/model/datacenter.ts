import { randomUUID } from "node:crypto";
import type { MachineEvent } from "../../events";
import type { Guests } from "../../guest-contract";
import type { WorldContext } from "../../world";
import { failure } from "../errors";
import { Host } from "./host";
import { Mappings } from "./mappings";
import { MacAddresses } from "./network-device";
import { Pools } from "./pools";
import { Tasks } from "./tasks";
import type { Vm } from "./vm";

/** Everything there is: the hosts and what their cluster shares. */
export class Datacenter {
  readonly world: WorldContext;
  readonly guests: Guests;
  readonly hosts: ReadonlyMap<string, Host>;
  readonly vms = new Map<number, Vm>();
  readonly tasks: Tasks;
  readonly mappings: Mappings;
  readonly pools = new Pools();
  readonly macs = new MacAddresses();
  private nextDisk = 1;

  constructor(world: WorldContext, guests: Guests) {
    this.world = world;
    this.guests = guests;
    this.tasks = new Tasks(world);
    const { clock, latencies, spec } = world;
    this.hosts = new Map(
      Object.entries(spec.hosts).map(([name, host]) => [name, new Host(name, host, clock, latencies)]),
    );
    this.mappings = new Mappings(spec);
  }

  /** Requests for a node that is not in the cluster fail where they would be forwarded. */
  host(name: string): Host {
    const host = this.hosts.get(name);
    if (host) return host;
    throw failure(
      `hostname lookup '${name}' failed - failed to get address info for: ${name}: Name or service not known`,
    );
  }

  vm(node: string, vmId: number): Vm {
    const vm = this.vms.get(vmId);
    if (vm && vm.host === this.host(node)) return vm;
    this.host(node);
    throw failure(`Configuration file 'nodes/${node}/qemu-server/${vmId}.conf' does not exist`);
  }

  newDiskId(volumeId: string): string {
    return `${volumeId}#${this.nextDisk++}`;
  }

  newUuid(): string {
    return randomUUID();
  }

  emitMachine(
    vm: Vm,
    change: Exclude<MachineEvent["change"], "starting" | "booted" | "boot-failed">,
    reason?: string,
  ): void {
    const config = change === "created" || change === "config" ? { config: { ...vm.effectiveConfig() } } : {};
    const event = { machine: vm.name, vmId: vm.vmId, change, ...config, ...(reason !== undefined && { reason }) };
    this.world.events.emit({ kind: "machine", ...event });
  }
}
