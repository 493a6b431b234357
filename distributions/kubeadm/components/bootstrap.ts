import type * as pulumi from "@pulumi/pulumi";
import type { Bootstrap, BootstrapContext } from "../../components/bootstrap";
import type { MachinePlan } from "../../../model/cluster-plan";
import type { KubeadmPlan } from "../plan";
import {
  renderControlPlaneScript,
  renderKubeadmDeadServerScript,
  renderKubeadmNodeScript,
  renderWorkerScript,
} from "../script";
import { renderKubeadmTurnScript, renderKubeadmWorkerTurnScript } from "../turn-scripts";
import { KubeadmAuthority } from "./authority";
import { KubeadmJoinKeys } from "./join-keys";
import { type KubeadmContext, serverMaterial, workerMaterial } from "./context";

/**
 * kubeadm: the project's own packages, joined with tokens that are made at that moment and kept nowhere. A worker holds no
 * admin rights: everything the API must be told about it is told by a control plane.
 */
export function bootstrap(
  name: string,
  given: BootstrapContext<KubeadmPlan>,
  opts: pulumi.ComponentResourceOptions,
): Bootstrap {
  const { plan } = given;
  const context: KubeadmContext = {
    ...given,
    authority: new KubeadmAuthority(name, opts),
    joinKeys: new KubeadmJoinKeys(name, opts),
  };
  const server = (machine: MachinePlan, role: "founder" | "joiner") =>
    serverMaterial(context, machine, role).apply((material) => renderControlPlaneScript(plan, machine, material));

  return {
    runs: "on machines",
    init: (machine) => ({ on: machine, script: server(machine, "founder"), create: "found" }),
    healthGate: (asked, next) => ({ on: asked, script: renderKubeadmTurnScript(plan, asked, next), create: "turn" }),
    controlPlane: ({ machine, peer }) =>
      machine.dead && peer
        ? {
            on: peer,
            script: renderKubeadmDeadServerScript(peer, machine),
            create: "forget_dead",
            delete: "forget_dead",
          }
        : { on: machine, script: server(machine, "joiner"), create: "join", delete: "leave" },
    drainWorker: (speaker, machine) => ({
      on: speaker,
      script: renderKubeadmWorkerTurnScript(speaker, machine),
      update: "step_aside",
    }),
    worker: ({ machine, speaker, emptied }) => ({
      join: {
        on: machine,
        script: workerMaterial(context, machine).apply((material) => renderWorkerScript(plan, machine, material)),
        create: "join",
      },
      register: {
        on: speaker,
        script: emptied.apply((said) => renderKubeadmNodeScript(speaker, machine, said)),
        create: "register",
        delete: "remove",
      },
    }),
    kubeconfig: { path: "/etc/kubernetes/admin.conf" },
    outputs: {},
  };
}
