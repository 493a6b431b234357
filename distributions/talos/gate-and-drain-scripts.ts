import type { NodePlan } from "../../model/cluster-plan";
import type { TalosPlan } from "./plan";
import { renderBootstrapScript } from "../bootstrap-script";
import { gatedNode, drainVariables } from "../../model/render/script-variables";
import { type AdminAccess, accessVariables, clusterVariables } from "./variables";

/**
 * The health check on a control plane before the machine of the next one is cloned or changed, with the function
 * `talos_health_gate`.
 */
export function renderTalosHealthGateScript(
  plan: TalosPlan,
  contact: NodePlan,
  next: NodePlan,
  secrets: AdminAccess,
): string {
  return renderBootstrapScript({
    on: "operator",
    parts: ["talos/tools", "talos/servers", "gate", "talos/health-gate"],
    variables: {
      ...clusterVariables(plan),
      ...accessVariables(plan, secrets),
      NODE_NAME: contact.name,
      ADDRESS: contact.address,
      GATED_NODE: gatedNode(next),
    },
  });
}

/** What is done before a worker's machine restarts, with the function `talos_drain_worker`. Contains secrets. */
export function renderTalosDrainScript(plan: TalosPlan, node: NodePlan, secrets: AdminAccess): string {
  return renderBootstrapScript({
    on: "operator",
    parts: ["talos/tools", "nodes", "drain", "talos/drain"],
    variables: {
      ...clusterVariables(plan),
      ...accessVariables(plan, secrets),
      ...drainVariables(node),
      NODE_NAME: node.name,
    },
  });
}
