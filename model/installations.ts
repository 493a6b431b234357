import type { Config } from "./config";

/** Hosts behind one API: a Proxmox cluster, or a standalone host. */
export interface Installation {
  /** Empty for the one behind `proxmox.endpoint`, else the first of its hosts by name. */
  readonly name: string;
  readonly endpoint: string;
  readonly insecure: boolean;
  readonly hosts: readonly string[];
}

type Hosts = Pick<Config, "proxmox">;

/** All of them; the one behind `proxmox.endpoint`, if it has hosts, is first. */
export function installations({ proxmox }: Hosts): Installation[] {
  const names = Object.keys(proxmox.hosts).sort();
  const endpoints = [...new Set(names.map((host) => endpointOf({ proxmox }, host)))];
  return endpoints
    .map((endpoint): Installation => {
      const hosts = names.filter((host) => endpointOf({ proxmox }, host) === endpoint);
      const name = endpoint === plain(proxmox.endpoint) ? "" : (hosts[0] ?? "");
      const insecure = hosts.some((host) => proxmox.hosts[host]?.insecure ?? proxmox.insecure);
      return { name, endpoint, insecure, hosts };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The installation of a host. */
export function installationOf(config: Hosts, host: string): Installation {
  const found = installations(config).find(({ hosts }) => hosts.includes(host));
  if (!found) throw new Error(`no host ${host}: the rules let a wrong configuration pass`);
  return found;
}

/** Whether two hosts are in the same Proxmox cluster. */
export function areTogether(config: Hosts, one: string, other: string): boolean {
  return endpointOf(config, one) === endpointOf(config, other);
}

function endpointOf({ proxmox }: Hosts, host: string): string {
  return plain(proxmox.hosts[host]?.endpoint ?? proxmox.endpoint);
}

const plain = (endpoint: string) => endpoint.replace(/\/+$/, "");
