import type { MachinePlan } from "../../model/cluster-plan";
import type { Rke2Plan } from "./plan";
import { renderBootstrapScript } from "../../model/render/bootstrap-script";
import { gatedNode, drainVariables } from "../../model/render/script-variables";

/** What a server is asked before the machine of the next one is cloned or changed, with the function `health_gate`. */
export function renderHealthGateScript(plan: Rke2Plan, contact: MachinePlan, next: MachinePlan): string {
  return renderBootstrapScript({
    parts: ["rke2/kubectl", "etcd-voters", "gate"],
    variables: {
      NODE_NAME: contact.name,
      VIP: plan.cluster.vip ?? "",
      GATED_NODE: gatedNode(next),
    },
  });
}

/** What a server does before a worker's machine restarts, with the function `drain_worker`. */
export function renderDrainScript(machine: MachinePlan): string {
  return renderBootstrapScript({
    parts: ["rke2/kubectl", "nodes", "drain"],
    variables: { NODE_NAME: machine.name, ...drainVariables(machine) },
  });
}
