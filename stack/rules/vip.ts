import { distributionOf } from "../../distributions/registry";
import type { StackConfig } from "../../distributions/distribution";
import { effectiveNodes, onlyKey } from "../../model/effective-node";
import type { Issue } from "../../model/errors";
import { Address, Subnet } from "../../model/address";
import { bridgePlans } from "../../model/network-plan";
import { endpointApart, outsiders } from "./outside-addresses";
import type { Rule } from "./rule";

/** Without a fixed address of the API, nothing could join while the first control plane is down. */
const vipIsGivenForSeveralControlPlanes: Rule = (config) => {
  const count = Object.values(config.nodes).filter((node) => node.role === "control-plane").length;
  if (count < 2 || config.cluster.vip !== undefined) return [];
  const problem = `missing with ${count} control planes`;
  const holder = distributionOf(config.cluster).vipHolder(config.cluster).name;
  return [
    vipIssue(problem, "nothing", "must be a free address of the nodes' subnet", `add it: ${holder} will hold it`),
  ];
};

const vipIsInsideItsSubnet: Rule = (config) =>
  withVip(config, (vip, cidr) => {
    const block = Subnet.of(cidr);
    if (!block.holdsMachines) return [];
    if (block.contains(vip) && !block.isEdge(vip)) return [];
    return [vipIssue("not a usable address of the nodes' subnet", vip, `must be ${block.usable()}`)];
  });

const vipIsNotTheGatewayOrAHost: Rule = (config) =>
  withVip(config, (vip) => {
    const gateway = Object.values(config.network.subnets).some((subnet) => subnet.gateway === vip);
    const host = Object.values(config.proxmox.hosts).some(({ address }) => address === vip);
    const bridge = bridgePlans(config).find(({ address }) => address?.split("/")[0] === vip);
    const owner = gateway ? "gateway" : host ? "host" : bridge && `host on ${bridge.name}`;
    return owner === undefined ? [] : [vipIssue(`already the address of the ${owner}`, vip, "must be a free address")];
  });

/** The VIP moves by ARP, which does not leave a subnet: in another one a control plane could never hold it. */
const controlPlanesShareTheVipsSubnet: Rule = (config) =>
  config.cluster.vip === undefined
    ? []
    : effectiveNodes(config)
        .filter(({ role, subnet }) => role === "control-plane" && subnet !== subnetOf(config))
        .map(({ name, subnet }) => ({
          path: `nodes.${name}.subnet`,
          problem: "a control plane outside the VIP's subnet",
          got: `"${subnet}"`,
          allowed: `must be ${subnetOf(config)}`,
          remedy: "move it: the VIP is announced in one subnet",
        }));

const loadBalancerPoolIsARange: Rule = (config) => {
  const pool = config.cluster.loadBalancerPool;
  if (!pool || Address.of(pool.from).compare(Address.of(pool.to)) <= 0) return [];
  return [poolIssue(pool, "reversed", "must be from the lower to the higher address", "swap from and to")];
};

/** Layer 2 announcements only reach the subnet the nodes are in. */
const loadBalancerPoolIsInsideTheSubnet: Rule = (config) => {
  const { loadBalancerPool: pool } = config.cluster;
  const cidr = config.network.subnets[subnetOf(config)]?.cidr;
  if (!pool || cidr === undefined) return [];
  const block = Subnet.of(cidr);
  if (!block.holdsMachines) return [];
  const isUsable = (address: string) => block.contains(address) && !block.isEdge(address);
  if (isUsable(pool.from) && isUsable(pool.to)) return [];
  return [poolIssue(pool, "outside the nodes' subnet", `must be ${block.usable()}`, "choose a free range of it")];
};

const loadBalancerPoolHoldsNoFixedAddress: Rule = (config) => {
  const { loadBalancerPool: pool, vip } = config.cluster;
  if (!pool) return [];
  const gateways = Object.entries(config.network.subnets).map(
    ([name, { gateway }]) => [`gateway of ${name}`, gateway] as const,
  );
  const bridges = bridgePlans(config).map(
    ({ name, address = "" }) => [`host on ${name}`, address.split("/")[0] ?? ""] as const,
  );
  const others = [...outsiders(config), ...endpointApart(config)].map(({ what, address }) => [what, address] as const);
  const fixed = [...(vip === undefined ? [] : [["VIP", vip] as const]), ...gateways, ...bridges, ...others];
  const once = [...new Map([...fixed].reverse().map((entry) => [entry[1], entry])).values()].reverse();
  return once
    .filter(([, address]) => Address.isOne(address) && Address.isBetween(address, pool.from, pool.to))
    .map(([what, address]) =>
      poolIssue(
        pool,
        `contains the ${what.replace(/^the /, "")} (${address})`,
        "must be unused addresses",
        "make the range smaller",
      ),
    );
};

function withVip(config: StackConfig, check: (vip: string, cidr: string) => Issue[]): Issue[] {
  const cidr = config.network.subnets[subnetOf(config)]?.cidr;
  return config.cluster.vip === undefined || cidr === undefined ? [] : check(config.cluster.vip, cidr);
}

const subnetOf = (config: StackConfig) => config.cluster.subnet ?? onlyKey(config.network.subnets);

function vipIssue(problem: string, got: string, allowed: string, remedy = "choose a free address"): Issue {
  return { path: "cluster.vip", problem, got, allowed, remedy };
}

function poolIssue(pool: { from: string; to: string }, problem: string, allowed: string, remedy: string): Issue {
  return { path: "cluster.loadBalancerPool", problem, got: `${pool.from} to ${pool.to}`, allowed, remedy };
}

export const vipRules: readonly Rule[] = [
  vipIsGivenForSeveralControlPlanes,
  vipIsInsideItsSubnet,
  vipIsNotTheGatewayOrAHost,
  controlPlanesShareTheVipsSubnet,
  loadBalancerPoolIsARange,
  loadBalancerPoolIsInsideTheSubnet,
  loadBalancerPoolHoldsNoFixedAddress,
];
