import * as pulumi from "@pulumi/pulumi";
import type { Bootstrap, BootstrapContext } from "../../components/bootstrap";
import type { MachinePlan } from "../../../model/cluster-plan";
import { KUBECONFIG_PATH } from "../files";
import type { Rke2Plan } from "../plan";
import { renderAgentScript, renderDeadServerScript, renderNodeScript, renderServerScript } from "../script";
import { tokenPurposes } from "../tokens";
import { renderHealthGateScript, renderDrainScript } from "../gate-and-drain-scripts";

/**
 * RKE2: servers and agents of its own release, joined with tokens over its supervisor port. A worker never holds the server
 * token, and no admin rights: everything the API must be told about it is told by a server.
 */
export function bootstrap(_name: string, { identity, plan }: BootstrapContext<Rke2Plan>): Bootstrap {
  const serverToken = identity.secret(tokenPurposes.server);
  const agentToken = identity.secret(tokenPurposes.agent);

  const server = (machine: MachinePlan, ca: pulumi.Input<string>) =>
    pulumi
      .all([serverToken, agentToken, ca])
      .apply(([token, agent, caHash]) => renderServerScript(plan, machine, { token, agentToken: agent, caHash }));
  const agent = (machine: MachinePlan, ca: pulumi.Input<string>) =>
    pulumi
      .all([agentToken, ca])
      .apply(([token, caHash]) => renderAgentScript(plan, machine, { agentToken: token, caHash }));

  return {
    runs: "on machines",
    init: (machine) => ({ on: machine, script: server(machine, ""), create: "init_cluster" }),
    healthGate: (contact, next) => ({
      on: contact,
      script: renderHealthGateScript(plan, contact, next),
      create: "health_gate",
    }),
    controlPlane: ({ machine, contact, initialized }) =>
      machine.dead && contact
        ? { on: contact, script: renderDeadServerScript(machine), create: "remove_failed", delete: "remove_failed" }
        : { on: machine, script: server(machine, caHash(initialized)), create: "join", delete: "leave" },
    drainWorker: (contact, machine) => ({
      on: contact,
      script: renderDrainScript(machine),
      update: "drain_worker",
    }),
    worker: ({ machine, contact, initialized, drained }) => ({
      join: { on: machine, script: agent(machine, caHash(initialized)), create: "join" },
      register: {
        on: contact,
        script: drained.apply((said) => renderNodeScript(machine, said)),
        create: "register",
        delete: "remove",
      },
    }),
    kubeconfig: { path: KUBECONFIG_PATH },
    outputs: {},
  };
}

/** sha256 of the cluster's CA, which every joiner pins: what the first server printed. */
const caHash = (printed: pulumi.Output<string>) => pulumi.unsecret(printed).apply((text) => text.trim());
