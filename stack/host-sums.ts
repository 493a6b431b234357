import type { HostSum, SharedStorageSum } from "../model/cluster-plan";
import type { StackConfig } from "../distributions/distribution";
import { type Resident, residents } from "./residents";
import { imageDiskGiB } from "./image-size";
import { sharingHosts } from "../model/storages";
import { templateDiskStorage, templateHost } from "./template-plans";

type Host = StackConfig["proxmox"]["hosts"][string];

/** What every host promises to machines against what it may promise: capacity less reserve, times the overcommit. */
export function hostSums(config: StackConfig): HostSum[] {
  return Object.entries(config.proxmox.hosts).map(([name, host]) => hostSum(config, name, host));
}

function hostSum(config: StackConfig, name: string, host: Host): HostSum {
  const { overcommit } = config.proxmox;
  const nodes = residents(config).filter((node) => node.host === name);
  const memory = Math.floor((host.memoryMiB - host.reserve.memoryMiB) * overcommit.memory);
  const threads = Math.floor((host.threads - host.reserve.threads) * overcommit.threads);
  return {
    host: name,
    memoryMiB: { used: total(nodes, (node) => node.memoryMiB), available: memory },
    threads: { used: total(nodes, (node) => node.cores), available: threads },
    storages: storageSums(config, name),
  };
}

/** Of the host's own storages; those that it shares are counted once, over all hosts. */
function storageSums(config: StackConfig, host: string): HostSum["storages"] {
  const sumOf = ([name, { capacityGiB }]: [string, Host["storages"][string]]) =>
    [name, storageSum(config, name, [host], capacityGiB)] as const;
  return Object.fromEntries(Object.entries(config.proxmox.hosts[host]?.storages ?? {}).map(sumOf));
}

/** What is promised of the shared storages, each over all the hosts that see it. */
export function sharedStorageSums(config: StackConfig): SharedStorageSum[] {
  return Object.entries(config.proxmox.storages).map(([storage, { capacityGiB }]) => {
    const hosts = sharingHosts(config, storage);
    return { storage, hosts, ...storageSum(config, storage, hosts, capacityGiB) };
  });
}

/** Disks are counted at full size; so is the disk of every template that is on it. */
function storageSum(config: StackConfig, name: string, hosts: readonly string[], capacity: number) {
  const disks = residents(config).filter((resident) => hosts.includes(resident.host) && resident.storage === name);
  const templatesGiB = templatesOn(config, name, hosts) * imageDiskGiB(config);
  return {
    usedGiB: templatesGiB + total(disks, (resident) => resident.diskGiB),
    capacityGiB: Math.floor(capacity * config.proxmox.overcommit.disk),
  };
}

/** How many templates have their disk on a storage, of those that these hosts' machines are cloned from. */
export function templatesOn(config: StackConfig, storage: string, hosts: readonly string[]): number {
  const carrying = hosts.filter((host) => residents(config).some((resident) => resident.host === host));
  const users = carrying.filter((host) => templateDiskStorage(config, host) === storage);
  return new Set(users.map((host) => templateHost(config, host))).size;
}

function total(nodes: readonly Resident[], size: (node: Resident) => number): number {
  return nodes.reduce((sum, node) => sum + size(node), 0);
}
