import type { SimulatorContext } from "../context";
import type { HostSpec } from "../spec";
import { failure } from "../errors";
import { Locks } from "./locks";
import { type Bridge, NetworkInterfaces } from "./network-interfaces";
import { Storage } from "./storage";

/** A hypervisor: its hardware as given, its storages and interfaces as they change. */
export class Host {
  /** Among all hosts of the simulation, as in the specification. */
  readonly name: string;
  /** In Proxmox: unique in its installation. */
  readonly node: string;
  readonly spec: HostSpec;
  readonly storages: ReadonlyMap<string, Storage>;
  readonly network: NetworkInterfaces;
  readonly locks: Locks;
  /** Where the host's own address was at the beginning. */
  readonly management: Bridge | undefined;
  /** A change took that address away: nothing of the host answers any more. */
  isCutOff = false;
  /** When its power went; undefined while it has power. */
  lostPowerAt: number | undefined;
  /** Connections that end with its power. */
  readonly connections = new Set<{ destroy(): void }>();
  /** Machines that its last report said to run, by VM id. */
  readonly lastSeenRunning = new Set<number>();

  /** `shared` are the storages of the cluster so far: those of a name are one. */
  constructor(
    name: string,
    spec: HostSpec,
    { clock, hashOrder, latencies }: SimulatorContext,
    shared: Map<string, Storage>,
  ) {
    this.name = name;
    this.node = spec.node ?? name;
    this.spec = spec;
    this.locks = new Locks(clock);
    this.network = new NetworkInterfaces(hashOrder, spec);
    this.management = this.network.bridges().find(({ address }) => address !== undefined);
    this.storages = new Map(
      Object.entries(spec.storages).map(([id, storage]) => {
        const made = shared.get(id) ?? new Storage(id, storage, clock, latencies.copyPerGiB);
        if (made.isShared) shared.set(id, made);
        return [id, made];
      }),
    );
  }

  get hasPower(): boolean {
    return this.lostPowerAt === undefined;
  }

  storage(id: string): Storage {
    const storage = this.storages.get(id);
    if (!storage) throw failure(`storage '${id}' does not exist`);
    return storage;
  }

  /** Functions behind a PCI path: `0000:01:00` means all of them, `0000:01:00.0` only that one. */
  pciFunctions(path: string): HostSpec["pci"] {
    return this.spec.pci.filter(
      (device) => device.address === path || device.address.replace(/\.[0-9a-f]$/i, "") === path,
    );
  }
}
