import type * as pulumi from "@pulumi/pulumi";
import type { Bootstrap, BootstrapContext } from "../../components/bootstrap";
import type { NodePlan } from "../../../model/cluster-plan";
import type { KubeadmPlan } from "../plan";
import {
  renderControlPlaneScript,
  renderKubeadmFailedServerScript,
  renderKubeadmNodeScript,
  renderWorkerScript,
} from "../script";
import { renderKubeadmHealthGateScript, renderKubeadmDrainScript } from "../gate-and-drain-scripts";
import { KubeadmAuthority } from "./authority";
import { KubeadmJoinKeys } from "./join-keys";
import { type KubeadmContext, serverInputs, workerInputs } from "./context";

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
  const server = (machine: NodePlan, role: "first" | "joiner") =>
    serverInputs(context, machine, role).apply((inputs) => renderControlPlaneScript(plan, machine, inputs));

  return {
    runs: "on machines",
    init: (machine) => ({ on: machine, script: server(machine, "first"), create: "init_cluster" }),
    healthGate: (contact, next) => ({
      on: contact,
      script: renderKubeadmHealthGateScript(plan, contact, next),
      create: "health_gate",
    }),
    controlPlane: ({ machine, contact }) =>
      machine.failed && contact
        ? {
            on: contact,
            script: renderKubeadmFailedServerScript(contact, machine),
            create: "remove_failed",
            delete: "remove_failed",
          }
        : { on: machine, script: server(machine, "joiner"), create: "join", delete: "leave" },
    drainWorker: (contact, machine) => ({
      on: contact,
      script: renderKubeadmDrainScript(contact, machine),
      update: "drain_worker",
    }),
    worker: ({ machine, contact, drained }) => ({
      join: {
        on: machine,
        script: workerInputs(context, machine).apply((inputs) => renderWorkerScript(plan, machine, inputs)),
        create: "join",
      },
      register: {
        on: contact,
        script: drained.apply((said) => renderKubeadmNodeScript(contact, machine, said)),
        create: "register",
        delete: "remove",
      },
    }),
    kubeconfig: { path: "/etc/kubernetes/admin.conf" },
    outputs: {},
  };
}
