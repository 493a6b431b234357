import type { Datacenter } from "./model/datacenter";
import type { Host } from "./model/host";
import type { Bridge } from "./model/network-interfaces";
import type { QemuProcess } from "./model/vm";
import { type Volume, volumeId } from "./model/volume";

/** A host as a test or an invariant may look at it; nothing here can change it. */
export interface HostState {
  readonly name: string;
  readonly vms: readonly VmState[];
  /** Volume ids of disks, images and snippets. */
  readonly volumes: readonly string[];
  readonly mappings: readonly string[];
  /** Bridges that are active. */
  readonly bridges: readonly Bridge[];
  /** Memory of the machines that run. */
  readonly memoryInUseMiB: number;
  snippet(volumeId: string): string | undefined;
}

export interface VmState {
  readonly vmId: number;
  readonly name: string;
  /** As stored, pending changes left out. */
  readonly config: Readonly<Record<string, string>>;
  readonly pending: Readonly<Record<string, string>>;
  readonly running: QemuProcess | undefined;
}

export function hostState(datacenter: Datacenter, host: Host): HostState {
  const vms = [...datacenter.vms.values()].filter((vm) => vm.host === host);
  const volumes = [...host.storages.values()].flatMap((storage) => [...storage.all()]);
  return {
    name: host.name,
    vms: vms.map(({ vmId, name, config, pending, running }) => ({
      vmId,
      name,
      config: { ...config },
      pending: { ...pending },
      running,
    })),
    volumes: volumes.map(volumeId),
    bridges: host.network.bridges(),
    mappings: datacenter.mappings.all().map(({ id }) => id),
    memoryInUseMiB: vms.reduce((sum, vm) => sum + (vm.running?.memoryMiB ?? 0), 0),
    snippet: (id) => decoded(volumes.find((volume) => volumeId(volume) === id)),
  };
}

function decoded(volume: Volume | undefined): string | undefined {
  return volume?.bytes && new TextDecoder().decode(volume.bytes);
}
