import type { StackConfig } from "../distributions/distribution";
import { Subnet } from "../model/address";
import { isLoopback, notNameServers } from "./rules/outside-addresses";

/** Blocks that nobody has on the Internet (IANA IPv4 Special-Purpose Address Registry). */
const NOT_PUBLIC = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "198.18.0.0/15"].map((block) =>
  Subnet.of(block),
);

/** Nodes keep what is for these networks to themselves. */
export function publicNetworks({ cluster }: StackConfig): string[] {
  return (["podCidr", "serviceCidr"] as const)
    .filter((key) => !NOT_PUBLIC.some((block) => block.contains(String(Subnet.of(cluster[key]).first))))
    .map(
      (key) =>
        `cluster.${key} ${cluster[key]} is a public range: nodes and pods cannot reach those addresses on the Internet`,
    );
}

/**
 * Right while somebody forwards the port, or runs a registry on every node (Spegel, or a Service of type NodePort), which
 * containerd asks at the node's own address; and nowhere else. Only a person's own file is judged by it: in a rehearsal
 * every address is this machine's.
 */
export function localAddresses(config: StackConfig): string[] {
  return notNameServers(config)
    .filter(({ address }) => isLoopback(address))
    .map(({ path, address }) => `${path} is ${address}: ${whoAsks(path)}`);
}

function whoAsks(path: string): string {
  if (path.startsWith("cluster.registryMirrors.")) return ON_EACH_NODE;
  return path.startsWith("cluster.") ? ON_EACH_HOST : TUNNEL;
}

const TUNNEL = "it reaches Proxmox only through a tunnel on this machine";
const ON_EACH_HOST = "this computer and every Proxmox host connect to themselves, so each must run one";
const ON_EACH_NODE = "each node connects to itself, so you must run a server on every node";

/** A domain that is asked for otherwise. */
export function withoutNames({ network }: StackConfig): string[] {
  const local = Object.entries(network.subnets).filter(([, { searchDomain = "" }]) =>
    /(^|\.)local$/.test(searchDomain),
  );
  return local.map(
    ([name, { searchDomain }]) =>
      `network.subnets.${name}.searchDomain ${searchDomain} belongs to multicast DNS (RFC 6762): resolvers may not resolve it`,
  );
}
