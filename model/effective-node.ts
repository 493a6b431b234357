import type { Config } from "./config";
import { onceEach } from "./once-each";

type NodeConfig = Config["nodes"][string];

/** A node with its inherited values: pool sizes, default host and default subnet. Rules and plan both read this. */
export interface EffectiveNode {
  readonly name: string;
  readonly role: NodeConfig["role"];
  readonly vmId: number;
  readonly address: string;
  readonly host: string;
  readonly subnet: string;
  readonly cores: number;
  readonly memoryMiB: number;
  readonly diskGiB: number;
  readonly storage: string;
  readonly config: NodeConfig;
}

/** All nodes in joining order: control planes by VM id, then workers by VM id. */
export const effectiveNodes = onceEach((config: Config): readonly EffectiveNode[] =>
  Object.entries(config.nodes)
    .map(([name, node]) => effectiveNode(config, name, node))
    .sort((a, b) => roleRank(a) - roleRank(b) || a.vmId - b.vmId || compareText(a.name, b.name)),
);

/** The only key of a map, which is a node's default; empty if there are several or none. */
export function onlyKey(map: Readonly<Record<string, unknown>>): string {
  const [first = "", ...others] = Object.keys(map);
  return others.length === 0 ? first : "";
}

/** The host of an entry: the one it names, else the only one. */
export function hostOf({ proxmox }: Pick<Config, "proxmox">, { host }: { readonly host?: string | undefined }): string {
  return host ?? onlyKey(proxmox.hosts);
}

/** The pool with the defaults for this role; a rule ensures that workers have one. */
export function poolOf(config: Config, role: NodeConfig["role"]): Config["pools"]["controlPlane"] {
  const { controlPlane, worker } = config.pools;
  return role === "control-plane" ? controlPlane : (worker ?? controlPlane);
}

/** Ordered by code unit: the same on every computer, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function effectiveNode(config: Config, name: string, node: NodeConfig): EffectiveNode {
  const pool = poolOf(config, node.role);
  const host = hostOf(config, node);
  return {
    name,
    role: node.role,
    vmId: node.vmId,
    address: node.address,
    host,
    subnet: node.subnet ?? config.cluster.subnet ?? onlyKey(config.network.subnets),
    cores: node.cores ?? pool.cores,
    memoryMiB: node.memoryMiB ?? pool.memoryMiB,
    diskGiB: node.diskGiB ?? pool.diskGiB,
    storage: node.storage ?? config.proxmox.hosts[host]?.diskStorage ?? pool.storage,
    config: node,
  };
}

const roleRank = (node: EffectiveNode) => (node.role === "control-plane" ? 0 : 1);
