import { factoryOf } from "../../../../rehearsal/distributions/talos/image-factory/image-factory";
import type { SimulatedCluster } from "../../../../rehearsal/cluster/cluster";
import { ClusterModule } from "../../../../rehearsal/distributions/cluster-module";
import type { ClusterEvent } from "../../../../rehearsal/events";
import { operatorPrograms } from "../../../../rehearsal/distributions/operator-programs";
import { clusterSecrets, editedConfig, talosconfig, type ClusterSecrets } from "../../../support/talos-config";
import {
  booted as machineBooted,
  smallSimulation,
  type SmallSimulation,
  type SmallSimulationOptions,
} from "../../guests/support";
import { OperatorShell, type Ran } from "../../operator/support";
import { ciliumInstall } from "./cilium-install";
import { hardware, SCHEMATIC_TEXT, type Node } from "./machines";
import { talosSystemOf } from "../../../../rehearsal/distributions/talos/cluster/talos-system";

export const VIP = "10.10.10.100";

export interface TalosSimulation extends SmallSimulation {
  readonly clusters: ClusterModule;
  readonly secrets: ClusterSecrets;
  readonly shell: OperatorShell;
  /** Runs talosctl with the cluster's talosconfig. */
  talosctl(args: string): Promise<Ran>;
}

/** Machines with Talos, and an operator who has talosctl and the cluster's secrets. */
export async function talosSimulation(options: SmallSimulationOptions = {}): Promise<TalosSimulation> {
  let clusters: ClusterModule | undefined;
  const simulation = await smallSimulation({
    ...options,
    software: (context) => (clusters = new ClusterModule(context)),
  });
  if (!clusters) throw new Error("no clusters");
  factoryOf(simulation.context.internet).answer({ method: "POST", path: "/schematics", body: SCHEMATIC_TEXT });
  const secrets = await clusterSecrets();
  const shell = await OperatorShell.open(
    simulation.context,
    operatorPrograms(simulation.context, simulation.network.fabric),
  );
  shell.write("talosconfig", await talosconfig(secrets));
  return {
    ...simulation,
    clusters,
    secrets,
    shell,
    talosctl: (args) => shell.run(`talosctl --talosconfig talosconfig ${args}`),
    close: async () => {
      await shell.close();
      await simulation.close();
    },
  };
}

/** Resolves when the machine reaches maintenance mode or its services; rejects with why it does not boot. */
export function booted(simulation: SmallSimulation, { name }: Node): Promise<void> {
  return machineBooted(simulation, name);
}

export async function boot(
  simulation: TalosSimulation,
  target: Node,
  options: Parameters<typeof hardware>[1] = {},
): Promise<void> {
  const up = booted(simulation, target);
  simulation.guests.powerOn(hardware(target, options));
  await up;
}

/** The machine's configuration as a file of the operator; edits as in `editedConfig`. */
export function writeConfig(
  simulation: TalosSimulation,
  target: Node,
  edits: Readonly<Record<string, unknown>> = {},
): string {
  const manifests = [{ name: "cilium", contents: ciliumInstall() }];
  const options = { hostname: target.name, role: target.role, vip: VIP, endpoint: `https://${VIP}:6443`, manifests };
  return simulation.shell.write(`${target.name}.yaml`, editedConfig(simulation.secrets, options, edits));
}

/** Out of maintenance mode. */
export function apply(
  simulation: TalosSimulation,
  target: Node,
  edits: Readonly<Record<string, unknown>> = {},
): Promise<Ran> {
  return simulation.talosctl(
    `apply-config --insecure --nodes ${target.address} --file ${writeConfig(simulation, target, edits)}`,
  );
}

/** talosctl for one machine, through itself. */
export function ask(simulation: TalosSimulation, target: Node, args: string): Promise<Ran> {
  return simulation.talosctl(`--endpoints ${target.address} --nodes ${target.address} ${args}`);
}

export async function succeed(running: Promise<Ran>): Promise<Ran> {
  const ran = await running;
  if (ran.code !== 0) throw new Error(`exit status ${ran.code ?? "none"}: ${ran.stderr}${ran.stdout}`);
  return ran;
}

/** Looks again and again, and gives up in time for the test to say so. */
export async function until(holds: () => boolean, what = "it"): Promise<void> {
  for (let looks = 0; !holds(); looks++) {
    if (looks > 5_000) throw new Error(`${what} never came to that`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Bootstraps the first control plane and lets the others join one after another. */
export async function initCluster(simulation: TalosSimulation, ...servers: readonly Node[]): Promise<SimulatedCluster> {
  const [first, ...others] = servers;
  if (!first) throw new Error("no servers");
  await boot(simulation, first);
  await succeed(apply(simulation, first));
  await until(() => talosSystemOf(simulation.clusters).machine(first.name)?.runtime !== undefined, "the first runtime");
  await bootstrapWhenReady(simulation, first);
  await joined(simulation, first);
  for (const server of others) {
    await boot(simulation, server);
    await succeed(apply(simulation, server));
    await joined(simulation, server);
  }
  return onlyCluster(simulation);
}

/** As a program does it: again while the machine says "not yet". */
export async function bootstrapWhenReady(simulation: TalosSimulation, target: Node): Promise<void> {
  for (let attempts = 0; attempts < 50; attempts++) {
    const ran = await ask(simulation, target, "bootstrap");
    if (ran.code === 0) return;
    if (!ran.stderr.includes("bootstrap is not available yet") && !ran.stderr.includes("Unavailable"))
      throw new Error(ran.stderr);
  }
  throw new Error("never available");
}

/** Its node is registered and its boot sequence over. */
export async function joined(simulation: TalosSimulation, target: Node): Promise<void> {
  await until(
    () => talosSystemOf(simulation.clusters).machine(target.name)?.stage === "running",
    `${target.name} joining`,
  );
}

export async function joinWorker(
  simulation: TalosSimulation,
  target: Node,
  edits: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await boot(simulation, target);
  await succeed(apply(simulation, target, edits));
  await joined(simulation, target);
}

export function onlyCluster({ clusters }: TalosSimulation): SimulatedCluster {
  const [cluster, ...others] = clusters.all();
  if (!cluster || others.length > 0) throw new Error(`${clusters.all().length} clusters`);
  return cluster;
}

export function clusterEvents({ context }: TalosSimulation): readonly string[] {
  const events = context.events.all.filter((event): event is ClusterEvent => event.kind === "cluster");
  return events.map(({ change, machine }) => `${change} ${machine ?? ""}`);
}
