import { packagesOfDistributions } from "../distributions/registry";
import { osOf } from "./family";
import type { StackConfig } from "../distributions/distribution";
import { livingVms } from "../model/effective-vm";
import { effectiveNodes } from "../model/effective-node";
import { sizesOf } from "./least-sizes";
import { repeated } from "./rules/rule";
import { formatMiB } from "../model/sizes";

/** What its makers ask for and what a node starts with are two things. */
export function smallNodes(config: StackConfig): string[] {
  return effectiveNodes(config).flatMap((node) => {
    const { advised } = sizesOf(config, node);
    const small = node.cores < advised.cores || node.memoryMiB < advised.memoryMiB;
    const asked = `${advised.cores} vCPUs and ${formatMiB(advised.memoryMiB)}`;
    return small ? [`${node.name} is smaller than ${config.cluster.distribution} recommends (${asked})`] : [];
  });
}

/** Machines of both hear each other's broadcasts, whatever their addresses say. */
export function sharedVlans({ network }: StackConfig): string[] {
  const subnets = Object.entries(network.subnets).map(([name, { bridge, vlan }]) => ({ name, bridge, vlan }));
  return repeated(subnets, ({ bridge, vlan }) => `${bridge}/${vlan}`).map(({ item, first }) => {
    const where = `${item.bridge}${item.vlan === undefined ? "" : ` VLAN ${item.vlan}`}`;
    return `subnets ${first.name} and ${item.name} share ${where}: their machines are not isolated from each other`;
  });
}

const OTHER_VERSION = "its version may differ from the cluster's";

/** Packages that work against a node, and how. */
const MEDDLING: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/^(docker\.io|docker-ce|podman-docker)$/, "Docker's firewall rules drop traffic that pods send through the node"],
  [/^(containerd\.io|cri-o)$/, OTHER_VERSION],
  [/^(bind9|dnsmasq|unbound|pdns-recursor)$/, "it occupies port 53 of the node"],
  [/^etcd(-server)?$/, "it occupies the ports of the cluster's own etcd"],
  [/^(nginx|apache2|haproxy|caddy|lighttpd)$/, "it occupies ports that an ingress needs"],
];

function meddling(name: string): string | undefined {
  if (packagesOfDistributions.has(name)) return OTHER_VERSION;
  return MEDDLING.find(([pattern]) => pattern.test(name))?.[1];
}

export function meddlingPackages({ cluster, os }: StackConfig): string[] {
  const { login } = osOf({ cluster, os });
  if (!login) return [];
  return os.packages.flatMap((name) => {
    const why = login.firewall.packages.includes(name) ? "a firewall closes ports Kubernetes needs" : meddling(name);
    return why === undefined ? [] : [`os.packages has ${name}: ${why}`];
  });
}

/** Of an adopted machine the NICs are its own. */
export function withoutNics(config: StackConfig): string[] {
  return livingVms(config)
    .filter(({ nics, config: { adopt } }) => nics.length === 0 && !adopt)
    .map(({ name }) => `vms.${name} has no NIC: only its console is reachable`);
}
