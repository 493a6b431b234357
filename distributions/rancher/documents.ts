import { hostAndPort } from "../../model/address";
import type { NodePlan } from "../../model/cluster-plan";
import { DEFAULT_CLUSTER_DOMAIN } from "../../model/schema/cluster-keys";
import { formatTaint } from "../../model/taints";
import type { PlanOf } from "../distribution";
import { agentTokenPath, tokenPath, type RancherName, type RancherProgram } from "./program";

type Place = Pick<RancherProgram, "name" | "supervisorPort">;

/**
 * What a server of either is told, without `server:`. Whether there is a living cluster to join is known only at run time;
 * the bootstrap script writes that one key into config.yaml.d. Join secrets lie in files of mode 0600, so that no argument
 * or YAML holds one.
 */
export function serverConfig(place: Place, { cluster }: PlanOf<RancherName>, node: NodePlan) {
  return {
    "token-file": tokenPath(place),
    "agent-token-file": agentTokenPath(place),
    ...nodeConfig(node),
    // Only what is this server's own or written in the stack file: a new neighbour must not restart this one.
    "tls-san": [...new Set([cluster.endpointAddress, node.address, node.name, ...cluster.sans])],
    "write-kubeconfig-mode": "0600",
    "cluster-cidr": cluster.podCidr,
    "service-cidr": cluster.serviceCidr,
    "cluster-dns": cluster.dnsServiceIp,
    // Its own default is left unsaid: a line more would restart the servers of clusters that were made before.
    ...(cluster.clusterDomain !== DEFAULT_CLUSTER_DOMAIN && { "cluster-domain": cluster.clusterDomain }),
    ...(cluster.disable.length > 0 && { disable: cluster.disable }),
    "secrets-encryption": true,
    "etcd-expose-metrics": true,
  };
}

/** What an agent of either is told. Its token file holds the agent token, which cannot make anyone a server. */
export function agentConfig(place: Place, { cluster }: PlanOf<RancherName>, node: NodePlan) {
  return {
    server: `https://${hostAndPort(cluster.endpointAddress, place.supervisorPort)}`,
    "token-file": tokenPath(place),
    ...nodeConfig(node),
  };
}

/** Labels and taints are read once, when the node registers. */
function nodeConfig(node: NodePlan) {
  const labels = Object.entries(node.labels).map(([key, value]) => `${key}=${value}`);
  return {
    "node-name": node.name,
    "node-ip": node.address,
    ...(labels.length > 0 && { "node-label": labels }),
    ...(node.taints.length > 0 && { "node-taint": node.taints.map(formatTaint) }),
  };
}
