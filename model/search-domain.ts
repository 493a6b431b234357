import type { Config } from "./config";

/**
 * The domain that names are looked up in: the subnet's, or one of the cluster's own below `internal`, which the DNS keeps for
 * private use. There has to be one: where a machine has none Proxmox writes that of its host, pods inherit it, and with it a
 * wildcard record of the owner's answers for every name outside (a pod tries names of fewer than five dots there first).
 */
export function searchDomain(config: Config, subnet: string | undefined): string {
  return config.network.subnets[subnet ?? ""]?.searchDomain ?? `${config.cluster.name}.internal`;
}
