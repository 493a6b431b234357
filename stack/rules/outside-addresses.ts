import { distributionOf } from "../../distributions/registry";
import type { StackConfig } from "../../distributions/distribution";
import { effectiveNodes } from "../../model/effective-node";
import type { Issue } from "../../model/errors";
import { Address, Subnet } from "../../model/address";
import type { Outsider } from "../../model/outsider";
import { repeated, type Rule } from "./rule";
import { specialRange } from "./special-ranges";

/** Nodes route these networks into the cluster: a machine out there with such an address is out of their reach. */
const clusterNetworksHoldNobodyOutside: Rule = (config) =>
  (["podCidr", "serviceCidr"] as const).flatMap((key) => {
    const cidr = config.cluster[key];
    return [...outsiders(config), ...endpointApart(config)]
      .filter(({ address }) => Address.isOne(address) && Subnet.of(cidr).contains(address))
      .map(({ what, address }) => ({
        path: `cluster.${key}`,
        problem: `contains ${what} (${address})`,
        got: cidr,
        allowed: "must be a network without addresses outside the cluster",
        remedy: "move it",
      }));
  });

/** Somebody has to be there. A loopback address is the end of a tunnel, and a warning elsewhere. */
const outsidersAreMachines: Rule = (config) =>
  [...notNameServers(config), ...proxy(config)].flatMap((outsider) => {
    const special = Address.isOne(outsider.address) ? specialRange(Subnet.ofOne(outsider.address)) : undefined;
    if (special !== undefined && !isLoopback(outsider.address))
      return [issue(outsider, `one of the ${special}`, "write its real address")];
    const edge = Address.isOne(outsider.address)
      ? Object.values(config.network.subnets).find(({ cidr }) => Subnet.of(cidr).isEdge(outsider.address))
      : undefined;
    return edge ? [issue(outsider, `network or broadcast address of ${edge.cidr}`, "write its real address")] : [];
  });

/** What builds the machines, and the way to them, is there before them. */
const nobodyOutsideIsOfTheCluster: Rule = (config) => {
  const owners = new Map([
    ...effectiveNodes(config).map(({ name, address }) => [address, `node ${name}`] as const),
    ...(config.cluster.vip === undefined ? [] : [[config.cluster.vip, "VIP"] as const]),
  ]);
  return [...endpointApart(config), ...bastion(config)]
    .filter(({ address }) => owners.has(address))
    .map((outsider) => issue(outsider, `the address of the ${owners.get(outsider.address)}`, "change one of the two"));
};

/** Ways through one address, such as tunnels, end at different ports. */
const hostAddressesAreUnique: Rule = (config) =>
  repeated(hosts(config), ({ address, port }) => `${address.toLowerCase()} ${port}`).map(({ item, first }) =>
    issue(item, `already the address of ${first.what}`, "write the address of this host, or its sshPort"),
  );

/** Services that machines, pods and this program use, beyond the subnets (which have their own rule). */
export function outsiders(config: StackConfig): Outsider[] {
  const nameServers = Object.entries(config.network.subnets).flatMap(([name, { dns = [] }]) =>
    dns.map((address, index) => ({
      path: `network.subnets.${name}.dns[${index}]`,
      what: `name server of ${name}`,
      address,
    })),
  );
  return [
    ...hosts(config),
    ...nameServers,
    ...bastion(config),
    ...proxy(config),
    ...distributionOf(config.cluster).outsiders(config.cluster),
  ];
}

/** Addresses of the machine this runs on itself. */
export const isLoopback = (address: string) => address === "localhost" || /^127(\.\d+){3}$/.test(address);

/** Those whose address a person wrote for a machine of theirs; name servers have rules of their own. */
export const notNameServers = (config: StackConfig): Outsider[] => [
  ...endpointApart(config),
  ...hosts(config),
  ...bastion(config),
  ...distributionOf(config.cluster).outsiders(config.cluster),
];

function endpoint({ proxmox }: StackConfig): Outsider {
  return { path: "proxmox.endpoint", what: "the Proxmox API", address: new URL(proxmox.endpoint).hostname };
}

/** Where it is none of the hosts, of which everything is said already. */
export const endpointApart = (config: StackConfig): Outsider[] =>
  [endpoint(config)].filter(({ address }) => hosts(config).every((host) => host.address !== address));

function hosts({ proxmox }: StackConfig): (Outsider & { readonly port: number })[] {
  return Object.entries(proxmox.hosts).map(([name, { address, sshPort }]) => ({
    path: `proxmox.hosts.${name}.address`,
    what: `host ${name}`,
    address,
    port: sshPort ?? proxmox.ssh.port,
  }));
}

function bastion({ access }: StackConfig): Outsider[] {
  return access.bastion ? [{ path: "access.bastion.host", what: "bastion", address: access.bastion.host }] : [];
}

/** Whom kubectl asks to reach the API; at a loopback address it is the near end of a tunnel, as ssh -D makes one. */
function proxy({ access: { apiProxy } }: StackConfig): Outsider[] {
  if (apiProxy === undefined) return [];
  return [{ path: "access.apiProxy", what: "proxy of the API", address: new URL(apiProxy).hostname }];
}

function issue({ path, address }: Outsider, problem: string, remedy: string): Issue {
  return {
    path,
    problem,
    got: address,
    allowed: "must be a machine that exists before the cluster, e.g. 10.10.10.10",
    remedy,
  };
}

export const outsideAddressRules: readonly Rule[] = [
  clusterNetworksHoldNobodyOutside,
  outsidersAreMachines,
  nobodyOutsideIsOfTheCluster,
  hostAddressesAreUnique,
];
