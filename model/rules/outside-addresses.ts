import type { Config } from "../config";
import { cidrContains, parseCidr, parseIpv4 } from "../ipv4";
import type { Rule } from "./rule";

interface NamedAddress {
  readonly what: string;
  readonly address: string;
}

/** Nodes route these networks into the cluster: a machine out there with such an address is out of their reach. */
const clusterNetworksHoldNobodyOutside: Rule = (config) =>
  (["podCidr", "serviceCidr"] as const).flatMap((key) => {
    const cidr = config.cluster[key];
    return outsiders(config)
      .filter(({ address }) => isIpv4(address) && cidrContains(parseCidr(cidr), parseIpv4(address)))
      .map(({ what, address }) => ({
        path: `cluster.${key}`,
        problem: `holds ${what} (${address})`,
        got: cidr,
        allowed: "allowed is a network nobody outside the cluster has an address in",
        remedy: "move it",
      }));
  });

/** Whom machines and pods speak to by address, beyond the subnets (which have a rule of their own). */
export function outsiders(config: Config): NamedAddress[] {
  const { access, cluster, network, proxmox } = config;
  const mirrors = cluster.distribution === "kubeadm" ? Object.entries(cluster.registryMirrors) : [];
  return [
    ...Object.entries(proxmox.hosts).map(([name, { address }]) => ({ what: `host ${name}`, address })),
    ...Object.entries(network.subnets).flatMap(([name, { dns = [] }]) =>
      dns.map((address) => ({ what: `name server of ${name}`, address })),
    ),
    ...(access.bastion ? [{ what: "bastion", address: access.bastion.host }] : []),
    ...mirrors.map(([name, url]) => ({ what: `mirror of ${name}`, address: new URL(url).hostname })),
  ];
}

const isIpv4 = (text: string) => /^\d+(\.\d+){3}$/.test(text);

export const outsideAddressRules: readonly Rule[] = [clusterNetworksHoldNobodyOutside];
