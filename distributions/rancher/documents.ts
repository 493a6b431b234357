import { hostAndPort } from "../../model/address";
import type { NodePlan } from "../../model/cluster-plan";
import { DEFAULT_CLUSTER_DOMAIN } from "../../model/schema/cluster-keys";
import { formatTaint } from "../../model/taints";
import type { PlanOf } from "../distribution";
import { agentTokenPath, tokenPath, type RancherName, type RancherProgram } from "./program";

type Place = Pick<RancherProgram, "name" | "supervisorPort">;

/**
 * A server's configuration, without `server:`. Whether there is a running cluster to join is known only at run time; the
 * bootstrap script writes that key into config.yaml.d. Join secrets are in files of mode 0600, so that no argument or YAML
 * contains one.
 */
export function serverConfig(place: Place, { cluster }: PlanOf<RancherName>, node: NodePlan) {
  return {
    "token-file": tokenPath(place),
    "agent-token-file": agentTokenPath(place),
    ...nodeConfig(node),
    // Only this server's own names and those in the stack file: adding a server must not restart this one.
    "tls-san": [...new Set([cluster.endpointAddress, node.address, node.name, ...cluster.sans])],
    "write-kubeconfig-mode": "0600",
    "cluster-cidr": cluster.podCidr,
    "service-cidr": cluster.serviceCidr,
    "cluster-dns": cluster.dnsServiceIp,
    // The default is omitted: another line would restart the servers of existing clusters.
    ...(cluster.clusterDomain !== DEFAULT_CLUSTER_DOMAIN && { "cluster-domain": cluster.clusterDomain }),
    ...(cluster.disable.length > 0 && { disable: cluster.disable }),
    "secrets-encryption": true,
    "etcd-expose-metrics": true,
  };
}

/** An agent's configuration. Its token file has the agent token, which cannot be used to join as a server. */
export function agentConfig(place: Place, { cluster }: PlanOf<RancherName>, node: NodePlan) {
  return {
    server: `https://${hostAndPort(cluster.endpointAddress, place.supervisorPort)}`,
    "token-file": tokenPath(place),
    ...nodeConfig(node),
  };
}

/** Labels and taints are only applied when the node registers. */
function nodeConfig(node: NodePlan) {
  const labels = Object.entries(node.labels).map(([key, value]) => `${key}=${value}`);
  return {
    "node-name": node.name,
    "node-ip": node.address,
    ...(labels.length > 0 && { "node-label": labels }),
    ...(node.taints.length > 0 && { "node-taint": node.taints.map(formatTaint) }),
  };
}
