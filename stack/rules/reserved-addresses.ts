import type { StackConfig } from "../../distributions/distribution";
import type { Issue } from "../../model/errors";
import { Address } from "../../model/address";
import { repeated, type Rule } from "./rule";

const reservedAddressesAreInTheLoadBalancerPool: Rule = (config) => {
  const { loadBalancerPool: pool } = config.cluster;
  if (!pool || Address.of(pool.from).compare(Address.of(pool.to)) > 0) return [];
  return reserved(config)
    .filter(({ address }) => !Address.isBetween(address, pool.from, pool.to))
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
