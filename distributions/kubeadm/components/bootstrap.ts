import type * as pulumi from "@pulumi/pulumi";
import type { Bootstrap, BootstrapContext } from "../../components/bootstrap";
import type { NodePlan } from "../../../model/cluster-plan";
import type { KubeadmPlan } from "../plan";
import {
  renderControlPlaneScript,
  renderKubeadmFailedServerScript,
  renderKubeadmNodeScript,
  renderKubeadmPrepareScript,
  renderWorkerScript,
} from "../script";
import { renderKubeadmHealthGateScript, renderKubeadmDrainScript } from "../gate-and-drain-scripts";
import { KubeadmAuthority } from "./authority";
import { KubeadmJoinKeys } from "./join-keys";
import { type KubeadmContext, serverInputs, workerInputs } from "./context";

/**
 * kubeadm: the upstream packages, joined with tokens that are issued on demand and stored nowhere. A worker has no admin
 * rights: a control plane sets its labels and taints.
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
  const server = (node: NodePlan, role: "first" | "joiner") =>
    serverInputs(context, node, role).apply((inputs) => renderControlPlaneScript(plan, node, inputs));

  return {
    runs: "on machines",
    prepare: (node) => ({ on: node, script: renderKubeadmPrepareScript(plan, node), create: "prepare" }),
    init: (node) => ({ on: node, script: server(node, "first"), create: "init_cluster" }),
    healthGate: (contact, next) => ({
      on: contact,
      script: renderKubeadmHealthGateScript(plan, contact, next),
      create: "health_gate",
    }),
    controlPlane: ({ node, contact }) =>
      node.failed && contact
        ? {
            on: contact,
            script: renderKubeadmFailedServerScript(contact, node),
            create: "remove_failed",
            delete: "remove_failed",
          }
        : { on: node, script: server(node, "joiner"), create: "join", delete: "leave" },
    drainWorker: (contact, node) => ({
      on: contact,
      script: renderKubeadmDrainScript(contact, node),
      update: "drain_worker",
    }),
    worker: ({ node, contact, drained }) => ({
      join: {
        on: node,
        script: workerInputs(context, node).apply((inputs) => renderWorkerScript(plan, node, inputs)),
        create: "join",
      },
      register: {
        on: contact,
        script: drained.apply((said) => renderKubeadmNodeScript(contact, node, said)),
        create: "register",
        delete: "remove",
      },
    }),
    kubeconfig: { path: "/etc/kubernetes/admin.conf" },
    outputs: {},
  };
}
