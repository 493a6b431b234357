import type { StackConfig } from "../distributions/distribution";
import { compareText } from "../model/effective-node";

/** The hosts of nodes that are there already, by the node's name. */
export type Placement = Readonly<Record<string, string>>;

/**
 * Says the host of every node whose entry leaves it out, where there are several hosts: the one it is on already; the one
 * that has its GPU; else the one with the fewest nodes of its role so far, of equals the first by name. A host that is
 * added later therefore moves nobody (docs/decisions/0054, 0066).
 */
export function placeNodes(config: StackConfig, before: Placement = {}): StackConfig {
  const hosts = Object.keys(config.proxmox.hosts).sort();
  if (hosts.length < 2) return config;
  const placed = new Map([
    ...placesOf("control-plane", config, hosts, before),
    ...placesOf("worker", config, hosts, before),
  ]);
  const nodes = Object.entries(config.nodes).map(([name, node]) => {
    const host = node.host ?? placed.get(name);
    return [name, host === undefined ? node : { ...node, host }] as const;
  });
  return { ...config, nodes: Object.fromEntries(nodes) };
}

/** The host of every node of a role. Those that are somewhere count before any new one is placed. */
function placesOf(role: string, config: StackConfig, hosts: readonly string[], before: Placement): Map<string, string> {
  const placed = new Map<string, string>();
  const known = (name: string) => config.nodes[name]?.host ?? gpuHost(config, name) ?? beforeIn(hosts, before[name]);
  const names = Object.entries(config.nodes)
    .filter(([, node]) => node.role === role)
    .sort(([a, one], [b, other]) => one.vmId - other.vmId || compareText(a, b))
    .map(([name]) => name);
  for (const name of names) {
    const host = known(name);
    if (host !== undefined) placed.set(name, host);
  }
  for (const name of names) if (!placed.has(name)) placed.set(name, emptiest(hosts, [...placed.values()]));
  return placed;
}

/** Whether every node that was somewhere is there. */
export function isPlacedAs(before: Placement, { nodes }: Pick<StackConfig, "nodes">): boolean {
  return Object.entries(before).every(([name, host]) => nodes[name] === undefined || nodes[name].host === host);
}

const beforeIn = (hosts: readonly string[], host: string | undefined) =>
  host !== undefined && hosts.includes(host) ? host : undefined;

const gpuHost = ({ gpus }: StackConfig, node: string) => Object.values(gpus).find((gpu) => gpu.node === node)?.host;

function emptiest(hosts: readonly string[], taken: readonly string[]): string {
  const countOf = (host: string) => taken.filter((other) => other === host).length;
  return [...hosts].sort((a, b) => countOf(a) - countOf(b) || compareText(a, b))[0] ?? "";
}
