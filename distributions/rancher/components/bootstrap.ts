import * as pulumi from "@pulumi/pulumi";
import type { NodePlan } from "../../../model/cluster-plan";
import type { Bootstrap, BootstrapContext } from "../../components/bootstrap";
import type { PlanOf } from "../../distribution";
import { kubeconfigPath, type RancherName, type RancherProgram } from "../program";
import type { RancherScripts } from "../script";

/**
 * Servers and agents of RKE2 or k3s, joined with tokens through their supervisor. A worker never has the server token or
 * admin rights: a server sets its labels and taints.
 */
export function rancherBootstrap<D extends RancherName>(
  program: RancherProgram<D>,
  scripts: RancherScripts<D>,
  { identity, plan }: BootstrapContext<PlanOf<D>>,
): Bootstrap {
  const serverToken = identity.secret(program.tokenPurposes.server);
  const agentToken = identity.secret(program.tokenPurposes.agent);

  const server = (node: NodePlan, ca: pulumi.Input<string>) =>
    pulumi
      .all([serverToken, agentToken, ca])
      .apply(([token, agent, caHash]) => scripts.renderServerScript(plan, node, { token, agentToken: agent, caHash }));
  const agent = (node: NodePlan, ca: pulumi.Input<string>) =>
    pulumi
      .all([agentToken, ca])
      .apply(([token, caHash]) => scripts.renderAgentScript(plan, node, { agentToken: token, caHash }));

  return {
    runs: "on machines",
    prepare: (node) => ({ on: node, script: scripts.renderPrepareScript(plan, node), create: "prepare" }),
    init: (node) => ({ on: node, script: server(node, ""), create: "init_cluster" }),
    healthGate: (contact, next) => ({
      on: contact,
      script: scripts.renderHealthGateScript(plan, contact, next),
      create: "health_gate",
    }),
    controlPlane: ({ node, contact, initialized }) =>
      node.failed && contact
        ? {
            on: contact,
            script: scripts.renderFailedServerScript(node),
            create: "remove_failed",
            delete: "remove_failed",
          }
        : { on: node, script: server(node, caHash(initialized)), create: "join", delete: "leave" },
    drainWorker: (contact, node) => ({
      on: contact,
      script: scripts.renderDrainScript(node),
      update: "drain_worker",
    }),
    worker: ({ node, contact, initialized, drained }) => ({
      join: { on: node, script: agent(node, caHash(initialized)), create: "join" },
      register: {
        on: contact,
        script: drained.apply((said) => scripts.renderNodeScript(node, said)),
        create: "register",
        delete: "remove",
      },
    }),
    kubeconfig: { path: kubeconfigPath(program) },
    outputs: {},
  };
}

/** sha256 of the cluster's CA, which every joining node pins: output of the first server. */
const caHash = (printed: pulumi.Output<string>) => pulumi.unsecret(printed).apply((text) => text.trim());
