import type { NodePlan } from "../../model/cluster-plan";
import { auditArguments } from "../../model/render/audit-policy";
import { agentConfig, serverConfig } from "../rancher/documents";
import { checkFlags } from "./flags";
import { K3S } from "./names";
import type { K3sCluster, K3sPlan } from "./plan";

export const AUDIT_POLICY_PATH = "/etc/rancher/k3s/audit-policy.yaml";
const AUDIT_LOG_PATH = "/var/lib/rancher/k3s/server/logs/audit.log";

/**
 * A server's config.yaml as an object. `cluster-init` is in every one: it selects etcd, and `server:`, which the script
 * adds, decides whether the server joins (k3s pkg/cluster/managed.go). Without either k3s creates a cluster with SQLite, to
 * which no server can be added.
 */
export function renderServerConfig(plan: K3sPlan, node: NodePlan): Record<string, unknown> {
  return checkFlags("server", {
    "cluster-init": true,
    ...serverConfig(K3S, plan, node),
    ...network(plan.cluster),
    ...audit(plan.cluster),
  });
}

/** An agent's config.yaml as an object. */
export function renderAgentConfig(plan: K3sPlan, node: NodePlan): Record<string, unknown> {
  return checkFlags("agent", agentConfig(K3S, plan, node));
}

/** Cilium replaces all three of k3s' own; two of them would conflict over the same rules. */
function network({ cni, flannelBackend }: K3sCluster) {
  if (cni === "flannel") return { "flannel-backend": flannelBackend };
  return { "flannel-backend": "none", "disable-network-policy": true, "disable-kube-proxy": true };
}

function audit({ audit: rotation }: K3sCluster) {
  if (rotation === undefined) return {};
  const where = [`audit-policy-file=${AUDIT_POLICY_PATH}`, `audit-log-path=${AUDIT_LOG_PATH}`];
  return { "kube-apiserver-arg": [...where, ...auditArguments(rotation)] };
}
