import type { MachinePlan } from "../../../model/cluster-plan";
import { renderNodeScript } from "../../../distributions/rke2/script";
import { agentScript, run, serverScript, succeed } from "../cluster/support";
import { bringUp, makeTemplate } from "./by-hand";
import type { WatchedWorld } from "./watched-world";

/**
 * Machines come up and join as the program does it: the first server founds, the others join it one after another, then
 * the workers. Resolves to the hash of the cluster's CA.
 */
export async function foundCluster(world: WatchedWorld, ...machines: readonly MachinePlan[]): Promise<string> {
  const [first, ...others] = machines;
  if (!first) throw new Error("no machines");
  await makeTemplate(world);
  await bringUp(world, first);
  const caHash = (await succeed(run(world, first, serverScript(first, ""), "found"))).stdout.trim();
  await join(world, first, caHash);
  for (const machine of others) {
    await bringUp(world, machine);
    await join(world, machine, caHash);
    if (machine.role === "worker") await succeed(run(world, first, renderNodeScript(machine), "register"));
  }
  return caHash;
}

/** The machine runs; now its node joins. */
export async function join(world: WatchedWorld, machine: MachinePlan, caHash: string): Promise<void> {
  const script = machine.role === "worker" ? agentScript(machine, caHash) : serverScript(machine, caHash);
  await succeed(run(world, machine, script, "join"));
}

/** A server leaves the cluster, as the program has it do before its machine goes. */
export async function leave(world: WatchedWorld, server: MachinePlan, caHash: string): Promise<void> {
  await succeed(run(world, server, serverScript(server, caHash), "leave"));
}
