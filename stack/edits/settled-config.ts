import type { StackConfig } from "../../distributions/distribution";
import { effectiveNodes, hostOf, onlyKey } from "../../model/effective-node";
import { Subnet } from "../../model/address";
import { searchDomain } from "../../model/search-domain";
import { derivedMacAddress } from "../../model/mac-address";

/**
 * A configuration in which what is left out and follows from other keys is written down, so that two of them can be
 * compared: naming the only subnet is no edit, a second one beside it none for those that meant the first.
 */
export function settledConfig(config: StackConfig): StackConfig {
  const { cluster, network } = config;
  const onHost = <T extends { readonly host?: string | undefined }>(entry: T): T => ({
    ...entry,
    host: hostOf(config, entry),
  });
  return {
    ...config,
    cluster: {
      ...cluster,
      subnet: cluster.subnet ?? onlyKey(network.subnets),
      dnsServiceIp: cluster.dnsServiceIp ?? Subnet.of(cluster.serviceCidr).nth(10),
    },
    network: {
      subnets: mapValues(network.subnets, (subnet, name) => ({
        ...subnet,
        dns: subnet.dns ?? [subnet.gateway],
        searchDomain: searchDomain(config, name),
      })),
      bridges: network.bridges,
    },
    nodes: settledNodes(config),
    vms: mapValues(config.vms, onHost),
    gpus: mapValues(config.gpus, onHost),
  };
}

function settledNodes(config: StackConfig): StackConfig["nodes"] {
  const entries = effectiveNodes(config).map(({ name, config: own, ...node }) => {
    const { host, subnet, cores, memoryMiB, diskGiB, storage, vmId } = node;
    const mac = own.macAddress ?? derivedMacAddress(config.cluster.name, vmId);
    return [name, { ...own, host, subnet, cores, memoryMiB, diskGiB, storage, macAddress: mac.toUpperCase() }] as const;
  });
  return Object.fromEntries(entries);
}

function mapValues<T>(map: Readonly<Record<string, T>>, change: (value: T, key: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
}
