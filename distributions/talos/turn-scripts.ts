import type { MachinePlan } from "../../model/cluster-plan";
import type { TalosPlan } from "./plan";
import { renderBootstrapScript } from "../../model/render/bootstrap-script";
import { turnOf, workerTurn } from "../../model/render/script-variables";
import { type Access, accessVariables, clusterVariables } from "./variables";

/** What a control plane is asked before the machine of the next one is cloned or changed, with the function `vouch`. */
export function renderTalosTurnScript(plan: TalosPlan, asked: MachinePlan, next: MachinePlan, secrets: Access): string {
  return renderBootstrapScript({
    on: "operator",
    parts: ["talos/tools", "talos/servers", "gate", "talos/turn"],
    variables: {
      ...clusterVariables(plan),
      ...accessVariables(plan, secrets),
      NODE_NAME: asked.name,
      ADDRESS: asked.address,
      TURN_OF: turnOf(next),
    },
  });
}

/** What is done before a worker's machine restarts, with the function `make_way`. Contains secrets. */
export function renderTalosWorkerTurnScript(plan: TalosPlan, machine: MachinePlan, secrets: Access): string {
  return renderBootstrapScript({
    on: "operator",
    parts: ["talos/tools", "nodes", "worker-turn", "talos/worker-turn"],
    variables: {
      ...clusterVariables(plan),
      ...accessVariables(plan, secrets),
      ...workerTurn(machine),
      NODE_NAME: machine.name,
    },
  });
}
