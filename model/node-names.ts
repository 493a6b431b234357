import type { Installation } from "./installations";

/** Hosts by the stack file's names, with their node names. */
export interface NamedHosts {
  readonly proxmox: { readonly hosts: Readonly<Record<string, { readonly node?: string | undefined }>> };
}

/**
 * The names of one installation's hosts. They are unique in the stack file; in Proxmox they are unique only within a
 * cluster, and two standalone hosts are often both called `pve`, the installer's default.
 */
export interface NodeNames {
  /** What Proxmox calls a host. */
  nodeOf(host: string): string;
  /** The stack file's name for a node. An unlisted one gets a name that no host of the file can have. */
  hostOf(node: string): string;
}

/** What Proxmox calls a host of the stack file, or one that it does not list. */
export function nodeOf({ proxmox }: NamedHosts, host: string): string {
  return proxmox.hosts[host]?.node ?? unlisted(host);
}

type Place = Pick<Installation, "name" | "hosts" | "endpoint">;

export function nodeNames(config: NamedHosts, { name, hosts, endpoint }: Place): NodeNames {
  const listed = new Map(hosts.map((host) => [nodeOf(config, host), host]));
  const isAmbiguous = (node: string) => name !== "" || config.proxmox.hosts[node] !== undefined;
  return {
    nodeOf: (host) => (hosts.includes(host) ? nodeOf(config, host) : unlisted(host)),
    hostOf: (node) => listed.get(node) ?? (isAmbiguous(node) ? `${node}@${new URL(endpoint).host}` : node),
  };
}

const unlisted = (host: string): string => host.replace(/@.*$/, "");

/** The host of a node in the state, if the installation is not recorded: from the end of the resource's name. */
export function hostInState(config: NamedHosts, node: string, resource: string): string {
  const hosts = Object.keys(config.proxmox.hosts).filter((host) => nodeOf(config, host) === node);
  const named = hosts.filter((host) => resource.endsWith(`-${host}`) || resource.endsWith(`-template-${host}-image`));
  const [longest] = named.sort((a, b) => b.length - a.length);
  return longest ?? hosts[0] ?? node;
}
