import type { Config } from "./config";
import { installations } from "./installations";

/** A storage of a host. */
export interface StorageOn {
  readonly type: StorageType;
  readonly content: readonly string[];
  readonly capacityGiB: number;
  /** Shared: the content is the same on every host; `shared` in Proxmox' storage.cfg. */
  readonly isShared: boolean;
  /** Its path in the stack file. */
  readonly path: string;
}

type Proxmox = Config["proxmox"];
/** Every supported type, as named by Proxmox. */
export type StorageType = Proxmox["hosts"][string]["storages"][string]["type"] | Proxmox["storages"][string]["type"];

type Hosts = Pick<Config, "proxmox">;

/** A host's own and shared storages, by name. */
export function storagesOn({ proxmox }: Hosts, host: string): Readonly<Record<string, StorageOn>> {
  const own = Object.entries(proxmox.hosts[host]?.storages ?? {}).map(([name, storage]): [string, StorageOn] => [
    name,
    { ...storage, isShared: false, path: `proxmox.hosts.${host}.storages.${name}` },
  ]);
  const shared = Object.entries(proxmox.storages)
    .filter(([name]) => sharingHosts({ proxmox }, name).includes(host))
    .map(([name, { type, content, capacityGiB }]): [string, StorageOn] => [
      name,
      { type, content, capacityGiB, isShared: true, path: `proxmox.storages.${name}` },
    ]);
  return Object.fromEntries([...own, ...shared]);
}

/** The hosts of a shared storage: those that it names, else all behind `proxmox.endpoint`. */
export function sharingHosts({ proxmox }: Hosts, name: string): string[] {
  const named = proxmox.storages[name]?.hosts;
  const [first] = installations({ proxmox });
  return Object.keys(proxmox.hosts).filter((host) => (named ?? first?.hosts ?? []).includes(host));
}

/** Whether a host has a shared storage of this name. */
export function isShared(config: Hosts, host: string, storage: string): boolean {
  return storagesOn(config, host)[storage]?.isShared === true;
}
