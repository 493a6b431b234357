import { Address } from "../../model/address";
import { distributionOf } from "../../distributions/registry";
import type { StackConfig } from "../../distributions/distribution";
import type { Issue } from "../../model/errors";
import { isMap } from "../../model/platform/values";
import { entryNamed } from "../platform/catalogue";
import { repeated, type Rule } from "./rule";

/** Annotations by which a Service asks for its address (MetalLB since 0.13, Cilium's LB IPAM). */
const ASKING = new Set(["metallb.io/loadBalancerIPs", "metallb.universe.tf/loadBalancerIPs", "lbipam.cilium.io/ips"]);

/** Without it its Service is never ready, and `up` waits for it in vain. */
const addressesAreHandedOut: Rule = (config) =>
  Object.entries(config.platform?.addons ?? {})
    .filter(
      ([name]) => entryNamed(name)?.needsAddress && !distributionOf(config.cluster).servesWithNodes?.(config.cluster),
    )
    .flatMap(([name]): Issue[] => {
      const path = `platform.addons.${name}`;
      const { loadBalancerPool: pool } = config.cluster;
      const wanted = { path, got: `"${name}"`, allowed: "must be together with somebody who hands out addresses" };
      if (pool === undefined)
        return [
          {
            ...wanted,
            problem: "its Service wants an address, and the cluster has no pool of them",
            remedy: "add cluster.loadBalancerPool",
          },
        ];
      const byMetallb = "announcedBy" in pool && pool.announcedBy === "metallb";
      if (!byMetallb || config.platform?.addons["metallb"] !== undefined) return [];
      return [
        {
          ...wanted,
          problem: "its Service wants an address of MetalLB, which is no add-on of this stack",
          remedy: "add platform.addons.metallb: {}",
        },
      ];
    });

const addressesAreInThePool: Rule = (config) => {
  const { loadBalancerPool: pool } = config.cluster;
  if (pool === undefined) return [];
  return askedAddresses(config)
    .filter(({ address }) => !Address.isOne(address) || !Address.isBetween(address, pool.from, pool.to))
    .map(({ path, address }) =>
      addressIssue(path, address, "outside the pool of cluster.loadBalancerPool", `must be ${pool.from} to ${pool.to}`),
    );
};

const addressesAreTakenOnce: Rule = (config) => [
  ...repeated(askedAddresses(config), ({ address }) => address).map(({ item, first }) =>
    addressIssue(item.path, item.address, `already asked for by ${first.path}`, "must be one Service per address"),
  ),
  ...askedAddresses(config).flatMap(({ path, address }) => {
    const owner = reservedFor(config, address);
    const allowed = "must be one Service per address";
    return owner === undefined ? [] : [addressIssue(path, address, `reserved for the Service ${owner}`, allowed)];
  }),
];

function reservedFor({ cluster: { loadBalancerPool: pool } }: StackConfig, address: string): string | undefined {
  if (!pool || !("reserved" in pool)) return undefined;
  return Object.entries(pool.reserved).find(([, reserved]) => reserved === address)?.[0];
}

const addressIssue = (path: string, got: string, problem: string, allowed: string): Issue => ({
  path,
  problem,
  got,
  allowed,
  remedy: "choose a free address of the pool",
});

interface Asked {
  readonly path: string;
  readonly address: string;
}

/** Every address that a Service asks for in values or in objects. */
function askedAddresses({ platform }: StackConfig): Asked[] {
  const values = Object.entries(platform?.addons ?? {}).flatMap(([name, { values: own }]) =>
    addressesIn(own, `platform.addons.${name}.values`),
  );
  const objects = Object.entries(platform?.manifests ?? {}).flatMap(([name, { objects: own }]) =>
    addressesIn(own, `platform.manifests.${name}.objects`),
  );
  return [...values, ...objects];
}

function addressesIn(value: unknown, path: string): Asked[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => addressesIn(item, `${path}[${index}]`));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const here = /[^\w-]/.test(key) ? `${path}["${key}"]` : `${path}.${key}`;
    if (!ASKING.has(key) || typeof child !== "string") return addressesIn(child, here);
    return child.split(",").map((address) => ({ path: here, address: address.trim() }));
  });
}

export const addOnAddressRules: readonly Rule[] = [addressesAreHandedOut, addressesAreInThePool, addressesAreTakenOnce];
