import type { MachinePlan } from "../../model/cluster-plan";
import type { KubeadmPlan } from "./plan";
import { renderBootstrapScript } from "../../model/render/bootstrap-script";
import { turnOf, workerTurn } from "../../model/render/script-variables";

/** What a control plane is asked before the machine of the next one is cloned or changed, with the function `turn`. */
export function renderKubeadmTurnScript(plan: KubeadmPlan, asked: MachinePlan, next: MachinePlan): string {
  return renderBootstrapScript({
    parts: ["kubeadm/kubectl", "etcd-voters", "gate"],
    variables: {
      NODE_NAME: asked.name,
      NODE_ADDRESS: asked.address,
      VIP: plan.cluster.vip ?? "",
      TURN_OF: turnOf(next),
    },
  });
}

/** What a control plane does before a worker's machine restarts, with the function `step_aside`. */
export function renderKubeadmWorkerTurnScript(speaker: MachinePlan, machine: MachinePlan): string {
  return renderBootstrapScript({
    parts: ["kubeadm/kubectl", "nodes", "worker-turn"],
    variables: { NODE_NAME: machine.name, ...workerTurn(machine), NODE_ADDRESS: speaker.address },
  });
}
