import type { HostSum } from "./cluster-plan";
import type { Config } from "./config";
import { type Resident, residents } from "./residents";
import { imageDiskGiB } from "./image-size";
import { templateDiskStorage } from "./template-plans";

type Host = Config["proxmox"]["hosts"][string];

/** What every host promises to machines against what it may promise: capacity less reserve, times the overcommit. */
export function hostSums(config: Config): HostSum[] {
  return Object.entries(config.proxmox.hosts).map(([name, host]) => hostSum(config, name, host));
}

function hostSum(config: Config, name: string, host: Host): HostSum {
  const { overcommit } = config.proxmox;
  const nodes = residents(config).filter((node) => node.host === name);
  const memory = Math.floor((host.memoryMiB - host.reserve.memoryMiB) * overcommit.memory);
  const threads = Math.floor((host.threads - host.reserve.threads) * overcommit.threads);
  return {
    host: name,
    memoryMiB: { used: total(nodes, (node) => node.memoryMiB), available: memory },
    threads: { used: total(nodes, (node) => node.cores), available: threads },
    storages: storageSums(config, name, nodes),
  };
}

/** Disks are counted at full size; the template's own disk counts on the storage that holds it. */
function storageSums(config: Config, host: string, nodes: readonly Resident[]): HostSum["storages"] {
  const { proxmox } = config;
  const sumOf = ([name, storage]: [string, Host["storages"][string]]) => {
    const templateGiB = nodes.length > 0 && name === templateDiskStorage(config, host) ? imageDiskGiB(config) : 0;
    const disks = nodes.filter((node) => node.storage === name);
    const capacityGiB = Math.floor(storage.capacityGiB * proxmox.overcommit.disk);
    return [name, { usedGiB: templateGiB + total(disks, (node) => node.diskGiB), capacityGiB }] as const;
  };
  return Object.fromEntries(Object.entries(proxmox.hosts[host]?.storages ?? {}).map(sumOf));
}

function total(nodes: readonly Resident[], size: (node: Resident) => number): number {
  return nodes.reduce((sum, node) => sum + size(node), 0);
}
