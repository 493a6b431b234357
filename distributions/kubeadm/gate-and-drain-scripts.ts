import type { NodePlan } from "../../model/cluster-plan";
import type { KubeadmPlan } from "./plan";
import { renderBootstrapScript } from "../bootstrap-script";
import { gatedNode, drainVariables } from "../../model/render/script-variables";

/**
 * The health check on a control plane before the machine of the next one is cloned or changed, with the function
 * `health_gate`.
 */
export function renderKubeadmHealthGateScript(plan: KubeadmPlan, contact: NodePlan, next: NodePlan): string {
  return renderBootstrapScript({
    parts: ["kubeadm/kubectl", "etcd-voters", "gate"],
    variables: {
      NODE_NAME: contact.name,
      NODE_ADDRESS: contact.address,
      VIP: plan.cluster.vip ?? "",
      GATED_NODE: gatedNode(next),
    },
  });
}

/** What a control plane does before a worker's machine restarts, with the function `drain_worker`. */
export function renderKubeadmDrainScript(contact: NodePlan, node: NodePlan): string {
  return renderBootstrapScript({
    parts: ["kubeadm/kubectl", "nodes", "drain"],
    variables: { NODE_NAME: node.name, ...drainVariables(node), NODE_ADDRESS: contact.address },
  });
}
