import type { SimulatedCluster } from "../../../cluster/cluster";
import type { ClusterNode } from "../../../cluster/node";
import { CORDONED } from "./kubelet";
import type { TalosNode } from "./talos-node";

/** machined's cordonAndDrainNode: with the kubelet's own credentials, so only once the node has joined. */
export async function drainNode({ cluster, machine }: TalosNode): Promise<void> {
  const node = cluster?.nodes.get(machine.hostname);
  if (!cluster || !node) return;
  if (!cluster.answers()) throw new Error(`error cordoning node "${node.name}": etcdserver: request timed out`);
  if (!node.unschedulable) node.annotations.set(CORDONED, "");
  await drainFrom(cluster, node);
}

/** Cordons a node and moves its pods away. */
export async function drainFrom(cluster: SimulatedCluster, node: ClusterNode): Promise<void> {
  const { clock, events, latencies } = cluster.context;
  cluster.cordon(node);
  await events.span(node.machine, "drain", latencies.drain, () => clock.sleep(latencies.drain));
  const pods = cluster.pods.all([...cluster.nodes.values()]);
  for (const { name, node: at, owner } of pods)
    if (at === node.name && owner === "Deployment") cluster.pods.evict(name, [...cluster.nodes.values()]);
  cluster.emit("node-drained", node.machine);
}
