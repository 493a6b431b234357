import type { NodePlan } from "../../model/cluster-plan";
import { auditArguments } from "../../model/render/audit-policy";
import { agentConfig, serverConfig } from "../rancher/documents";
import { checkFlags } from "./flags";
import { RKE2 } from "./names";
import type { Rke2Plan } from "./plan";

/** RKE2's path for it, which is mounted into the API server's pod. */
export const AUDIT_POLICY_PATH = "/etc/rancher/rke2/audit-policy.yaml";

/** A server's config.yaml as an object. */
export function renderServerConfig(plan: Rke2Plan, node: NodePlan): Record<string, unknown> {
  return checkFlags("server", {
    ...serverConfig(RKE2, plan, node),
    cni: plan.cluster.cni,
    // Cilium replaces it (cilium-config.ts); both would conflict over the same rules.
    "disable-kube-proxy": true,
    "audit-policy-file": AUDIT_POLICY_PATH,
    "kube-apiserver-arg": auditArguments(plan.cluster.audit),
  });
}

/** An agent's config.yaml as an object. */
export function renderAgentConfig(plan: Rke2Plan, node: NodePlan): Record<string, unknown> {
  return checkFlags("agent", agentConfig(RKE2, plan, node));
}
