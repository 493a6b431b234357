import { randomUUID } from "node:crypto";
import type { ForeignEvent, MachineEvent } from "../host-event";
import type { Guests } from "../guest-contract";
import type { SimulatorContext } from "../context";
import { failure } from "../errors";
import { Accounts } from "./accounts";
import { type Actor, currentActor } from "./actor";
import type { Container } from "./container";
import { findVolume } from "./find-volume";
import { drivesOf } from "./drive";
import { type HaManagement, HaResources } from "./ha-resources";
import { HaRules } from "./ha-rules";
import { Host } from "./host";
import { Mappings } from "./mappings";
import { MacAddresses } from "./mac-addresses";
import type { Storage } from "./storage";
import { Pools } from "./pools";
import { StatusReports } from "./status-reports";
import { Tasks } from "./tasks";
import type { Vm } from "./vm";
import { type Volume, volumeId } from "./volume";

/** Operations on a machine; booting and shutting down is then up to the guest. */
const deeds: Partial<Record<MachineEvent["change"], string>> = {
  config: "changed",
  stopping: "stopped",
  destroyed: "destroyed",
};

/** Everything there is: the hosts and what their cluster shares. */
export class Datacenter {
  readonly simulation: SimulatorContext;
  readonly guests: Guests;
  /** By node. */
  readonly hosts: ReadonlyMap<string, Host>;
  readonly vms = new Map<number, Vm>();
  readonly containers = new Map<number, Container>();
  readonly tasks: Tasks;
  readonly mappings: Mappings;
  readonly pools = new Pools();
  readonly ha = new HaResources();
  readonly haRules = new HaRules();
  readonly haManager: HaManagement;
  readonly accounts: Accounts;
  readonly macs = new MacAddresses();
  readonly reports: StatusReports;
  private nextDisk = 1;

  /** `managedBy` starts the HA stack, which acts on all of this. */
  constructor(simulation: SimulatorContext, guests: Guests, managedBy: (datacenter: Datacenter) => HaManagement) {
    this.simulation = simulation;
    this.guests = guests;
    this.tasks = new Tasks(simulation);
    this.reports = new StatusReports(simulation);
    const { spec } = simulation;
    const shared = new Map<string, Storage>();
    const hosts = Object.entries(spec.hosts).map(([name, host]) => new Host(name, host, simulation, shared));
    this.hosts = new Map(hosts.map((host) => [host.node, host]));
    this.mappings = new Mappings(spec);
    this.accounts = new Accounts(spec.groups);
    this.haManager = managedBy(this);
  }

  /** By its name in the specification. */
  hostNamed(name: string): Host {
    const host = [...this.hosts.values()].find((one) => one.name === name);
    if (host === undefined) throw new Error(`no host is called ${name}`);
    return host;
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

  /** `CT 9000 already exists on node 'pve'` where a guest has the id: ids are the whole cluster's (PVE Cluster.pm). */
  takenBy(vmId: number): string | undefined {
    const vm = this.vms.get(vmId);
    if (vm) return `VM ${vmId} already exists on node '${vm.host.node}'`;
    const container = this.containers.get(vmId);
    return container && `CT ${vmId} already exists on node '${container.host}'`;
  }

  newDiskId(volumeId: string): string {
    return `${volumeId}#${this.nextDisk++}`;
  }

  newUuid(): string {
    return randomUUID();
  }

  /** Emits events when the program changes what others created. */
  touch(maker: Actor | undefined, touched: Omit<ForeignEvent, "kind" | "at">): void {
    if (maker !== "others" || currentActor() !== "program") return;
    this.simulation.events.emit({ kind: "foreign", ...touched });
  }

  /** Sees which disks of others a machine has lost. */
  private touchDetached(vm: Vm): void {
    const now = othersDrives(vm);
    for (const [option, volume] of vm.othersDrives) {
      if (now.get(option) === volume) continue;
      const what = `disk ${volumeId(volume)} on ${vm.host.name}`;
      const owner = volume.vmId === undefined ? {} : { vmId: volume.vmId };
      this.touch(volume.maker, { what, deed: `detached (${option})`, ...owner, attachedTo: vm.name });
    }
    vm.othersDrives = now;
  }

  emitMachine(
    vm: Vm,
    change: Exclude<MachineEvent["change"], "starting" | "booted" | "boot-failed">,
    reason?: string,
  ): void {
    if (change === "created") this.reports.made(vm);
    if (change === "created" || change === "config") this.touchDetached(vm);
    const config = change === "created" || change === "config" ? { config: { ...vm.effectiveConfig() } } : {};
    const deed = deeds[change];
    if (deed !== undefined)
      this.touch(vm.maker, { what: `VM ${vm.vmId} (${vm.name}) on ${vm.host.name}`, deed, vmId: vm.vmId });
    const by = currentActor() === "others" ? { byOthers: true as const } : {};
    const event = {
      machine: vm.name,
      vmId: vm.vmId,
      change,
      ...config,
      ...(reason !== undefined && { reason }),
      ...by,
    };
    this.simulation.events.emit({ kind: "machine", ...event });
  }
}

function othersDrives(vm: Vm): Map<string, Volume> {
  const drives = drivesOf(vm.effectiveConfig()).flatMap(([option, drive]): [string, Volume][] => {
    const volume = findVolume(vm.host, drive["file"] ?? "");
    return volume?.maker === "others" && volume.content === "images" ? [[option, volume]] : [];
  });
  return new Map(drives);
}
