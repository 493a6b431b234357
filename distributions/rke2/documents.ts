import type { MachinePlan } from "../../model/cluster-plan";
import type { Rke2Plan } from "./plan";
import { formatTaint } from "../../model/taints";
import { DEFAULT_CLUSTER_DOMAIN } from "../../model/schema/cluster-keys";
import { auditArguments } from "../../model/render/audit-policy";
import { checkFlags } from "./flags";

/** Where scripts put the join secrets, mode 0600: RKE2 reads them from there, so that no argument or YAML holds one. */
export const TOKEN_PATH = "/etc/rancher/rke2/token";
export const AGENT_TOKEN_PATH = "/etc/rancher/rke2/agent-token";

/** RKE2's own place for it, mounted into the API server's pod. */
export const AUDIT_POLICY_PATH = "/etc/rancher/rke2/audit-policy.yaml";

/** Port of RKE2's supervisor, where nodes register. */
export const SUPERVISOR_PORT = 9345;

/**
 * A server's config.yaml as an object, without `server:`. Whether there is a living cluster to join is known only at run
 * time; the bootstrap script writes that one key into config.yaml.d.
 */
export function renderServerConfig({ cluster }: Rke2Plan, machine: MachinePlan): Record<string, unknown> {
  return checkFlags("server", {
    "token-file": TOKEN_PATH,
    "agent-token-file": AGENT_TOKEN_PATH,
    ...nodeConfig(machine),
    // Only what is this server's own or written in the stack file: a new neighbour must not restart this one.
    "tls-san": [...new Set([cluster.endpointAddress, machine.address, machine.name, ...cluster.sans])],
    "write-kubeconfig-mode": "0600",
    "cluster-cidr": cluster.podCidr,
    "service-cidr": cluster.serviceCidr,
    "cluster-dns": cluster.dnsServiceIp,
    // Its own default is left unsaid: a line more would restart the servers of clusters that were made before.
    ...(cluster.clusterDomain !== DEFAULT_CLUSTER_DOMAIN && { "cluster-domain": cluster.clusterDomain }),
    cni: cluster.cni,
    // Cilium replaces it (cilium-config.ts); two of them would fight over the same rules.
    "disable-kube-proxy": true,
    ...(cluster.disable.length > 0 && { disable: cluster.disable }),
    "secrets-encryption": true,
    "etcd-expose-metrics": true,
    "audit-policy-file": AUDIT_POLICY_PATH,
    "kube-apiserver-arg": auditArguments(cluster.audit),
  });
}

/** An agent's config.yaml as an object. Its token file holds the agent token, which cannot make anyone a server. */
export function renderAgentConfig({ cluster }: Rke2Plan, machine: MachinePlan): Record<string, unknown> {
  return checkFlags("agent", {
    server: `https://${cluster.endpointAddress}:${SUPERVISOR_PORT}`,
    "token-file": TOKEN_PATH,
    ...nodeConfig(machine),
  });
}

/** Labels and taints are read once, when the node registers. */
function nodeConfig(machine: MachinePlan): Record<string, unknown> {
  const labels = Object.entries(machine.labels).map(([key, value]) => `${key}=${value}`);
  return {
    "node-name": machine.name,
    "node-ip": machine.address,
    ...(labels.length > 0 && { "node-label": labels }),
    ...(machine.taints.length > 0 && { "node-taint": machine.taints.map(formatTaint) }),
  };
}
