import type { Config } from "./config";

/**
 * The search domain: the subnet's, or one for the cluster below `internal`, which is reserved for private use. There has to
 * be one: otherwise Proxmox sets its host's, pods inherit it, and a wildcard record of the owner's domain answers for every
 * external name (a pod tries names with fewer than five dots there first).
 */
export function searchDomain(config: Config, subnet: string | undefined): string {
  return config.network.subnets[subnet ?? ""]?.searchDomain ?? `${config.cluster.name}.internal`;
}
