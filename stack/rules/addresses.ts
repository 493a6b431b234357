import type { StackConfig } from "../../distributions/distribution";
import type { Issue } from "../../model/errors";
import { Address, Subnet } from "../../model/address";
import { bridgePlans } from "../../model/network-plan";
import { byName, type Resident, residents } from "../residents";
import { repeated, type Rule } from "./rule";

/** A machine's address lies in the subnet it is plugged into. */
const addressesAreInsideTheirSubnet: Rule = (config) =>
  nodesWithSubnet(config)
    .filter(({ node, cidr }) => !Subnet.of(cidr).contains(node.address))
    .map(({ node, cidr }) =>
      addressIssue(node, `outside its subnet "${node.subnet}"`, `must be ${Subnet.of(cidr).usable()}`),
    );

/** Network and broadcast address belong to no machine. */
const addressesAreUsable: Rule = (config) =>
  nodesWithSubnet(config)
    .filter(({ node, cidr }) => Subnet.of(cidr).isEdge(node.address))
    .map(({ node, cidr }) => addressIssue(node, "network or broadcast address", `must be ${Subnet.of(cidr).usable()}`));

/** The router keeps its address. */
const addressesAreNotGateways: Rule = (config) => {
  const gateways = new Map(Object.values(config.network.subnets).map((s) => [s.gateway, s.gatewayVm]));
  return addressed(config)
    .filter((node) => gateways.has(node.address) && gateways.get(node.address) !== node.name)
    .map((node) => addressIssue(node, "already the address of the gateway", "must be any other of the subnet"));
};

/** kube-vip adds the VIP to whichever control plane leads; as somebody's own address it would be there twice. */
const addressesAreNotTheVip: Rule = (config) =>
  addressed(config)
    .filter((node) => node.address === config.cluster.vip)
    .map((node) => addressIssue(node, "already the address of the VIP", "must be any other of the subnet"));

/** The hypervisor keeps its addresses, those on bridges that are made for it included. */
const addressesAreNotHosts: Rule = (config) => {
  const owners = hostAddresses(config);
  return addressed(config)
    .filter((node) => owners.has(node.address))
    .map((node) =>
      addressIssue(node, `already the address of ${owners.get(node.address)}`, "must be any other of the subnet"),
    );
};

const addressesAreUnique: Rule = (config) =>
  repeated(byName(addressed(config)), (node) => node.address).map(({ item, first }) =>
    addressIssue(item, `already the address of ${first.name}`, "must be one machine per address"),
  );

/** Cilium would announce a machine's own address for a Service. */
const addressesAreOutsideTheLoadBalancerPool: Rule = (config) => {
  const pool = config.cluster.loadBalancerPool;
  if (!pool) return [];
  return addressed(config)
    .filter((node) => Address.isBetween(node.address, pool.from, pool.to))
    .map((node) => addressIssue(node, "inside cluster.loadBalancerPool", `must be outside ${pool.from} to ${pool.to}`));
};

/** Whose address it is, of the hosts'. */
function hostAddresses(config: StackConfig): ReadonlyMap<string, string> {
  const hosts = Object.entries(config.proxmox.hosts).map(([name, { address }]) => [address, `host ${name}`] as const);
  const onBridges = bridgePlans(config).flatMap(({ name, host, address }) =>
    address === undefined ? [] : [[address.split("/")[0] ?? "", `host ${host} on ${name}`] as const],
  );
  return new Map([...onBridges, ...hosts]);
}

type Addressed = Resident & { readonly address: string };

/** Machines with a fixed address. */
function addressed(config: StackConfig): Addressed[] {
  return residents(config).flatMap(({ address, ...rest }) => (address === undefined ? [] : [{ ...rest, address }]));
}

/** Nodes whose subnet exists; the others are reported by `subnetsAreKnown`. */
function nodesWithSubnet(config: StackConfig): { node: Addressed; cidr: string }[] {
  return addressed(config).flatMap((node) => {
    const cidr = config.network.subnets[node.subnet ?? ""]?.cidr;
    return cidr !== undefined && Subnet.of(cidr).holdsMachines ? [{ node, cidr }] : [];
  });
}

function addressIssue(node: Addressed, problem: string, allowed: string): Issue {
  return { path: `${node.path}.address`, problem, got: node.address, allowed, remedy: "choose a free address" };
}

export const addressRules: readonly Rule[] = [
  addressesAreInsideTheirSubnet,
  addressesAreUsable,
  addressesAreNotGateways,
  addressesAreNotTheVip,
  addressesAreNotHosts,
  addressesAreUnique,
  addressesAreOutsideTheLoadBalancerPool,
];
