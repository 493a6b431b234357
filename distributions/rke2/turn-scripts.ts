import type { MachinePlan } from "../../model/cluster-plan";
import type { Rke2Plan } from "./plan";
import { renderBootstrapScript } from "../../model/render/bootstrap-script";
import { turnOf, workerTurn } from "../../model/render/script-variables";

/** What a server is asked before the machine of the next one is cloned or changed, with the function `turn`. */
export function renderTurnScript(plan: Rke2Plan, asked: MachinePlan, next: MachinePlan): string {
  return renderBootstrapScript({
    parts: ["rke2/kubectl", "etcd-voters", "gate"],
    variables: {
      NODE_NAME: asked.name,
      VIP: plan.cluster.vip ?? "",
      TURN_OF: turnOf(next),
    },
  });
}

/** What a server does before a worker's machine restarts, with the function `step_aside`. */
export function renderWorkerTurnScript(machine: MachinePlan): string {
  return renderBootstrapScript({
    parts: ["rke2/kubectl", "nodes", "worker-turn"],
    variables: { NODE_NAME: machine.name, ...workerTurn(machine) },
  });
}
