import type { MachinePlan } from "../../../../model/cluster-plan";
import {
  doorsOf,
  renderControlPlaneScript,
  renderKubeadmNodeScript,
  renderWorkerScript,
} from "../../../../distributions/kubeadm/script";
import { freshKeyPair } from "pve-simulator/ssh";
import type { ClusterEvent } from "../../../../rehearsal/events";
import { exec, hostKey, login, type Ran } from "../../guests/support";
import { boot, named, on, succeed, type KubeadmWorld } from "./support";

// The program's own scripts, run as Pulumi runs them.

const workerKey = freshKeyPair();
const serverKey = freshKeyPair();

/** Runs a function of the machine's own script as Pulumi does. */
export function run(world: KubeadmWorld, name: string, step: string): Promise<Ran> {
  return on(world, name, `sudo -n sh -s -- ${step}`, scriptOf(world, named(world, name), step));
}

/** Begins a function of the machine's own script; the connection dies at the moment the cluster changes so. */
export async function cutOff(
  world: KubeadmWorld,
  name: string,
  step: string,
  moment: ClusterEvent["change"],
): Promise<void> {
  const client = await login(world, { address: named(world, name).address, port: 2222 });
  let goOn = (): void => undefined;
  const over = new Promise<void>((resolve) => {
    const stop = world.context.events.listen((event) => {
      if (!("machine" in event) || event.machine !== name) return;
      if (event.kind === "cluster" && event.change === moment) {
        // However long the connection takes to go down, nothing gets further meanwhile.
        goOn = world.hold();
        client.end();
      }
      if (event.kind !== "command" || event.phase !== "end") return;
      stop();
      resolve();
    });
  });
  void exec(client, `sudo -n sh -s -- ${step}`, scriptOf(world, named(world, name), step), true);
  await over;
  goOn();
}

/** Runs a function that the first control plane has for a worker. */
export function runFor(world: KubeadmWorld, worker: string, step: string): Promise<Ran> {
  const [speaker] = world.plan.machines;
  if (!speaker) throw new Error("no machines");
  const script = renderKubeadmNodeScript(speaker, named(world, worker));
  return on(world, speaker.name, `sudo -n sh -s -- ${step}`, script);
}

function scriptOf({ plan: planned, ca }: KubeadmWorld, target: MachinePlan, step: string): string {
  const hostKeys = doorsOf(planned, target).map(() => hostKey.public);
  const material = { caCert: ca.pem, hostKeys };
  if (target.role === "worker") return renderWorkerScript(planned, target, { ...material, joinKey: workerKey.private });
  return renderControlPlaneScript(planned, target, {
    ...material,
    joinKey: serverKey.private,
    joinKeys: { worker: workerKey.public, server: serverKey.public },
    caKey: step === "found" ? ca.keyPem : "",
  });
}

/** Boots the control planes of these names, founds on the first and joins all of them. */
export async function foundCluster(world: KubeadmWorld, ...names: readonly string[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    await boot(world, name);
    if (index === 0) await succeed(run(world, name, "found"));
    await succeed(run(world, name, "join"));
  }
}
