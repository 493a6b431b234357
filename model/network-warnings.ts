import type { Config } from "./config";
import { cidrContains, parseCidr } from "./ipv4";
import { isLoopback, notNameServers } from "./rules/outside-addresses";

/** Blocks that nobody has on the Internet (IANA IPv4 Special-Purpose Address Registry). */
const NOT_PUBLIC = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "198.18.0.0/15"].map(parseCidr);

/** Nodes keep what is for these networks to themselves. */
export function publicNetworks({ cluster }: Config): string[] {
  return (["podCidr", "serviceCidr"] as const)
    .filter((key) => !NOT_PUBLIC.some((block) => cidrContains(block, parseCidr(cluster[key]).network)))
    .map((key) => `cluster.${key} ${cluster[key]} is somebody's on the Internet: nodes and pods cannot reach them`);
}

/**
 * Right while somebody forwards the port, and nowhere else. Only a person's own file is judged by it: in a rehearsal every
 * address is this machine's.
 */
export function tunnels(config: Config): string[] {
  return notNameServers(config)
    .filter(({ path, address }) => isLoopback(address) && !path.startsWith("cluster."))
    .map(({ path, address }) => `${path} is ${address}: it leads to Proxmox only through a tunnel on this machine`);
}

/** A domain that is asked for otherwise. */
export function withoutNames({ network }: Config): string[] {
  const local = Object.entries(network.subnets).filter(([, { searchDomain = "" }]) =>
    /(^|\.)local$/.test(searchDomain),
  );
  return local.map(
    ([name, { searchDomain }]) =>
      `network.subnets.${name}.searchDomain ${searchDomain} belongs to multicast DNS (RFC 6762): resolvers may not ask for it`,
  );
}
