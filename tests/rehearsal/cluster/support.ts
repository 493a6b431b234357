import type { MachinePlan } from "../../../model/cluster-plan";
import type { Rke2Plan } from "../../../distributions/rke2/plan";
import { renderVendorData } from "../../../model/render/cloud-init";
import { renderAgentScript, renderNodeScript, renderServerScript } from "../../../distributions/rke2/script";
import { ClusterRoom } from "../../../rehearsal/cluster/cluster-room";
import type { Cluster } from "../../../rehearsal/cluster/cluster";
import { deriveWorld } from "../../../rehearsal/derive-world";
import type { ClusterEvent } from "../../../rehearsal/events";
import type { PowerOn } from "pve-simulator";
import { asgardPlan } from "../../support/plans";
import {
  bootMachine,
  hostKey,
  machine,
  networkDocument,
  operator,
  smallWorld,
  ssh,
  userDocument,
  type Ran,
  type SmallWorld,
  type SmallWorldOptions,
} from "../guests/support";

export const plan = asgardPlan();
export const [cp1, cp2, cp3, worker1, worker2] = plan.machines as [
  MachinePlan,
  MachinePlan,
  MachinePlan,
  MachinePlan,
  MachinePlan,
];

export interface ClusterWorld extends SmallWorld {
  readonly clusters: ClusterRoom;
}

/** A world with asgard's internet, in which its machines can be booted one by one. */
export async function clusterWorld(options: SmallWorldOptions = {}): Promise<ClusterWorld> {
  let clusters: ClusterRoom | undefined;
  const world = await smallWorld({
    ...options,
    spec: deriveWorld(plan),
    software: (context) => (clusters = new ClusterRoom(context)),
  });
  if (!clusters) throw new Error("no clusters");
  return { ...world, clusters };
}

/** The machine as the hypervisor would start it, with the program's own vendor document. */
export function spec(target: MachinePlan, disk = 0): PowerOn {
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

export async function boot(world: ClusterWorld, target: MachinePlan, disk = 0): Promise<void> {
  await bootMachine(world, spec(target, disk));
}

/** Runs a script of the program as Pulumi does: text on stdin, the function's name as argument. */
export function run(world: ClusterWorld, target: MachinePlan, script: string, step: string): Promise<Ran> {
  return on(world, target, `sudo -n sh -s -- ${step}`, script);
}

export function on(world: ClusterWorld, target: MachinePlan, command: string, stdin = ""): Promise<Ran> {
  return ssh(world, { address: target.address, port: 2222 }, command, stdin);
}

export const secrets = { token: "server-secret", agentToken: "agent-secret" };

export function serverScript(target: MachinePlan, caHash: string, of: Rke2Plan = plan): string {
  return renderServerScript(of, target, { ...secrets, caHash });
}

export function agentScript(target: MachinePlan, caHash: string): string {
  return renderAgentScript(plan, target, { agentToken: secrets.agentToken, caHash });
}

/** Founds on the first server and joins the further ones in order; returns the CA's hash. */
export async function foundCluster(world: ClusterWorld, ...servers: readonly MachinePlan[]): Promise<string> {
  const [first, ...others] = servers;
  if (!first) throw new Error("no servers");
  await boot(world, first);
  const founded = await succeed(run(world, first, serverScript(first, ""), "found"));
  const caHash = founded.stdout.trim();
  await succeed(run(world, first, serverScript(first, caHash), "join"));
  for (const server of others) {
    await boot(world, server);
    await succeed(run(world, server, serverScript(server, caHash), "join"));
  }
  return caHash;
}

export async function joinAgent(world: ClusterWorld, target: MachinePlan, caHash: string): Promise<void> {
  await boot(world, target);
  await succeed(run(world, target, agentScript(target, caHash), "join"));
  await succeed(run(world, cp1, renderNodeScript(target), "register"));
}

/** The result of a command that has to succeed; what it said otherwise. */
export async function succeed(running: Promise<Ran>): Promise<Ran> {
  const ran = await running;
  if (ran.code !== 0) throw new Error(`exit status ${ran.code ?? "none"}: ${ran.stderr}${ran.stdout}`);
  return ran;
}

/** kubectl as root on a server. */
export function kubectl(world: ClusterWorld, target: MachinePlan, args: string): Promise<Ran> {
  return on(
    world,
    target,
    `sudo -n /var/lib/rancher/rke2/bin/kubectl --kubeconfig /etc/rancher/rke2/rke2.yaml ${args}`,
  );
}

export function onlyCluster({ clusters }: ClusterWorld): Cluster {
  const [cluster, ...others] = clusters.all();
  if (!cluster || others.length > 0) throw new Error(`${clusters.all().length} clusters`);
  return cluster;
}

export function clusterEvents({ context }: ClusterWorld, change?: ClusterEvent["change"]): readonly ClusterEvent[] {
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
