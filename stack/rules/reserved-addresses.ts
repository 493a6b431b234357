import type { StackConfig } from "../../distributions/distribution";
import type { Issue } from "../../model/errors";
import { parseIpv4 } from "../../model/ipv4";
import { isBetween } from "./addresses";
import { repeated, type Rule } from "./rule";

const reservedAddressesAreInTheLoadBalancerPool: Rule = (config) => {
  const { loadBalancerPool: pool } = config.cluster;
  if (!pool || parseIpv4(pool.from) > parseIpv4(pool.to)) return [];
  return reserved(config)
    .filter(({ address }) => !isBetween(address, pool.from, pool.to))
    .map((entry) => reservedIssue(entry, "outside the pool", `must be ${pool.from} to ${pool.to}`));
};

const reservedAddressesAreUnique: Rule = (config) =>
  repeated(reserved(config), ({ address }) => address).map(({ item, first }) =>
    reservedIssue(item, `already reserved for ${first.service}`, "must be one Service per address"),
  );

interface Reserved {
  readonly service: string;
  readonly address: string;
}

function reserved({ cluster: { loadBalancerPool: pool } }: StackConfig): Reserved[] {
  if (!pool || !("reserved" in pool)) return [];
  return Object.entries(pool.reserved).map(([service, address]) => ({ service, address }));
}

function reservedIssue({ service, address }: Reserved, problem: string, allowed: string): Issue {
  const path = `cluster.loadBalancerPool.reserved.${service}`;
  return { path, problem, got: address, allowed, remedy: "choose a free address of the pool" };
}

export const reservedAddressRules: readonly Rule[] = [
  reservedAddressesAreInTheLoadBalancerPool,
  reservedAddressesAreUnique,
];
