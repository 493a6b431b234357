import type { NodePlan } from "../../../model/cluster-plan";
import { renderNodeScript } from "../../../distributions/rke2/script";
import { agentScript, run, serverScript, succeed } from "../cluster/support";
import { bringUp, makeTemplate } from "./by-hand";
import type { WatchedSimulation } from "./watched-simulation";

/**
 * Machines come up and join as the program does it: the first server initializes, the others join it one after another, then
 * the workers. Resolves to the hash of the cluster's CA.
 */
export async function initCluster(simulation: WatchedSimulation, ...nodes: readonly NodePlan[]): Promise<string> {
  const [first, ...others] = nodes;
  if (!first) throw new Error("no machines");
  await makeTemplate(simulation);
  await bringUp(simulation, first);
  const caHash = (await succeed(run(simulation, first, serverScript(first, ""), "init_cluster"))).stdout.trim();
  await join(simulation, first, caHash);
  for (const node of others) {
    await bringUp(simulation, node);
    await join(simulation, node, caHash);
    if (node.role === "worker") await succeed(run(simulation, first, renderNodeScript(node), "register"));
  }
  return caHash;
}

/** The machine runs; now its node joins. */
export async function join(simulation: WatchedSimulation, node: NodePlan, caHash: string): Promise<void> {
  const script = node.role === "worker" ? agentScript(node, caHash) : serverScript(node, caHash);
  await succeed(run(simulation, node, script, "join"));
}

/** A server leaves the cluster, as the program has it do before its machine goes. */
export async function leave(simulation: WatchedSimulation, server: NodePlan, caHash: string): Promise<void> {
  await succeed(run(simulation, server, serverScript(server, caHash), "leave"));
}
