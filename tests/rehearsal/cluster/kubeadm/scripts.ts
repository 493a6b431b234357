import type { NodePlan } from "../../../../model/cluster-plan";
import {
  joinHostsOf,
  renderControlPlaneScript,
  renderKubeadmNodeScript,
  renderKubeadmPrepareScript,
  renderWorkerScript,
} from "../../../../distributions/kubeadm/script";
import { freshKeyPair } from "pve-simulator/ssh";
import type { ClusterEvent } from "../../../../rehearsal/events";
import { exec, hostKey, login, type Ran } from "../../guests/support";
import { boot, named, on, succeed, type KubeadmSimulation } from "./support";

// The program's own scripts, run as Pulumi runs them.

const workerKey = freshKeyPair();
const serverKey = freshKeyPair();

/** Runs a function of the machine's own script as Pulumi does. */
export function run(simulation: KubeadmSimulation, name: string, step: string): Promise<Ran> {
  return on(simulation, name, `sudo -n sh -s -- ${step}`, scriptOf(simulation, named(simulation, name), step));
}

/** Begins a function of the machine's own script; the connection dies at the moment the cluster changes so. */
export async function cutOff(
  simulation: KubeadmSimulation,
  name: string,
  step: string,
  moment: ClusterEvent["change"],
): Promise<void> {
  const client = await login(simulation, { address: named(simulation, name).address, port: 2222 });
  let goOn = (): void => undefined;
  const over = new Promise<void>((resolve) => {
    const stop = simulation.context.events.listen((event) => {
      if (!("machine" in event) || event.machine !== name) return;
      if (event.kind === "cluster" && event.change === moment) {
        // However long the connection takes to go down, nothing gets further meanwhile.
        goOn = simulation.hold();
        client.end();
      }
      if (event.kind !== "command" || event.phase !== "end") return;
      stop();
      resolve();
    });
  });
  void exec(client, `sudo -n sh -s -- ${step}`, scriptOf(simulation, named(simulation, name), step), true);
  await over;
  goOn();
}

/** Runs a function that the first control plane has for a worker. */
export function runFor(simulation: KubeadmSimulation, worker: string, step: string): Promise<Ran> {
  const [contact] = simulation.plan.nodes;
  if (!contact) throw new Error("no machines");
  const script = renderKubeadmNodeScript(contact, named(simulation, worker));
  return on(simulation, contact.name, `sudo -n sh -s -- ${step}`, script);
}

function scriptOf({ plan: planned, ca }: KubeadmSimulation, target: NodePlan, step: string): string {
  if (step === "prepare") return renderKubeadmPrepareScript(planned, target);
  const hostKeys = joinHostsOf(planned, target).map(() => hostKey.public);
  const inputs = { caCert: ca.pem, hostKeys };
  if (target.role === "worker") return renderWorkerScript(planned, target, { ...inputs, joinKey: workerKey.private });
  return renderControlPlaneScript(planned, target, {
    ...inputs,
    joinKey: serverKey.private,
    joinKeys: { worker: workerKey.public, server: serverKey.public },
    caKey: step === "init_cluster" ? ca.keyPem : "",
  });
}

/** Boots the control planes of these names, initializes on the first and joins all of them. */
export async function initCluster(simulation: KubeadmSimulation, ...names: readonly string[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    await boot(simulation, name);
    if (index === 0) await succeed(run(simulation, name, "init_cluster"));
    await succeed(run(simulation, name, "join"));
  }
}
