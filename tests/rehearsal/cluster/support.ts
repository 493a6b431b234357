import type { NodePlan } from "../../../model/cluster-plan";
import type { StackPlan } from "../../../distributions/distribution";
import type { Rke2Plan } from "../../../distributions/rke2/plan";
import { renderVendorData } from "../../../os/vendor-data";
import { renderAgentScript, renderNodeScript, renderServerScript } from "../../../distributions/rke2/script";
import { ClusterModule } from "../../../rehearsal/distributions/cluster-module";
import type { SimulatedCluster } from "../../../rehearsal/cluster/cluster";
import { deriveSimulation } from "../../../rehearsal/derive-simulation";
import type { ClusterEvent } from "../../../rehearsal/events";
import type { PowerOn } from "pve-simulator";
import { asgardPlan } from "../../support/plans";
import {
  bootMachine,
  hostKey,
  machine,
  networkDocument,
  operator,
  smallSimulation,
  ssh,
  userDocument,
  type Ran,
  type SmallSimulation,
  type SmallSimulationOptions,
} from "../guests/support";

export const plan = asgardPlan();
export const [cp1, cp2, cp3, worker1, worker2] = plan.nodes as [NodePlan, NodePlan, NodePlan, NodePlan, NodePlan];

export interface ClusterSimulation extends SmallSimulation {
  readonly clusters: ClusterModule;
}

/** A simulation with asgard's internet, or that of another plan, in which asgard's machines can be booted one by one. */
export async function clusterSimulation(
  options: SmallSimulationOptions = {},
  of: StackPlan = plan,
): Promise<ClusterSimulation> {
  let clusters: ClusterModule | undefined;
  const simulation = await smallSimulation({
    ...options,
    spec: deriveSimulation(of),
    software: (context) => (clusters = new ClusterModule(context)),
  });
  if (!clusters) throw new Error("no clusters");
  return { ...simulation, clusters };
}

/** The machine as the hypervisor would start it, with the program's own vendor document. */
export function spec(target: NodePlan, disk = 0): PowerOn {
  const vendor = renderVendorData(plan, target, { hostKeyPrivate: hostKey.private, hostKeyPublic: hostKey.public });
  return machine(target.vmId - 1000, vendor, {
    name: target.name,
    vmId: target.vmId,
    cores: target.cores,
    memoryMiB: target.memoryMiB,
    diskGiB: target.diskGiB,
    diskId: `${target.name}-${disk}`,
    nics: [{ bridge: target.bridge, mac: target.macAddress, model: "virtio" }],
    cloudInit: {
      metaData: `instance-id: ${target.name}-${disk}\n`,
      userData: userDocument(target.name),
      vendorData: vendor,
      networkConfig: networkDocument(target.macAddress, target.address),
    },
  });
}

export async function boot(simulation: ClusterSimulation, target: NodePlan, disk = 0): Promise<void> {
  await bootMachine(simulation, spec(target, disk));
}

/** Runs a script of the program as Pulumi does: text on stdin, the function's name as argument. */
export function run(simulation: ClusterSimulation, target: NodePlan, script: string, step: string): Promise<Ran> {
  return on(simulation, target, `sudo -n sh -s -- ${step}`, script);
}

export function on(simulation: ClusterSimulation, target: NodePlan, command: string, stdin = ""): Promise<Ran> {
  return ssh(simulation, { address: target.address, port: 2222 }, command, stdin);
}

export const secrets = { token: "server-secret", agentToken: "agent-secret" };

export function serverScript(target: NodePlan, caHash: string, of: Rke2Plan = plan): string {
  return renderServerScript(of, target, { ...secrets, caHash });
}

export function agentScript(target: NodePlan, caHash: string): string {
  return renderAgentScript(plan, target, { agentToken: secrets.agentToken, caHash });
}

/** Initializes the cluster on the first server and joins the further ones in order; returns the CA's hash. */
export async function initCluster(simulation: ClusterSimulation, ...servers: readonly NodePlan[]): Promise<string> {
  const [first, ...others] = servers;
  if (!first) throw new Error("no servers");
  await boot(simulation, first);
  const initialized = await succeed(run(simulation, first, serverScript(first, ""), "init_cluster"));
  const caHash = initialized.stdout.trim();
  await succeed(run(simulation, first, serverScript(first, caHash), "join"));
  for (const server of others) {
    await boot(simulation, server);
    await succeed(run(simulation, server, serverScript(server, caHash), "join"));
  }
  return caHash;
}

export async function joinAgent(simulation: ClusterSimulation, target: NodePlan, caHash: string): Promise<void> {
  await boot(simulation, target);
  await succeed(run(simulation, target, agentScript(target, caHash), "join"));
  await succeed(run(simulation, cp1, renderNodeScript(target), "register"));
}

/** The result of a command that has to succeed; what it said otherwise. */
export async function succeed(running: Promise<Ran>): Promise<Ran> {
  const ran = await running;
  if (ran.code !== 0) throw new Error(`exit status ${ran.code ?? "none"}: ${ran.stderr}${ran.stdout}`);
  return ran;
}

/** kubectl as root on a server. */
export function kubectl(simulation: ClusterSimulation, target: NodePlan, args: string): Promise<Ran> {
  return on(
    simulation,
    target,
    `sudo -n /var/lib/rancher/rke2/bin/kubectl --kubeconfig /etc/rancher/rke2/rke2.yaml ${args}`,
  );
}

export function onlyCluster({ clusters }: ClusterSimulation): SimulatedCluster {
  const [cluster, ...others] = clusters.all();
  if (!cluster || others.length > 0) throw new Error(`${clusters.all().length} clusters`);
  return cluster;
}

export function clusterEvents(
  { context }: ClusterSimulation,
  change?: ClusterEvent["change"],
): readonly ClusterEvent[] {
  const events = context.events.all.filter((event) => event.kind === "cluster");
  return change === undefined ? events : events.filter((event) => event.change === change);
}

/** Looks again and again, and gives up in time for the test to say so. */
export async function until(holds: () => boolean): Promise<void> {
  for (let looks = 0; !holds(); looks++) {
    if (looks > 3_000) throw new Error("it never came to that");
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

export { operator };
