import type { SimulatedCluster } from "./cluster";
import { dropMember } from "./membership";

/** A managed etcd drops the member with the Node object (k3s pkg/etcd); in any other it stays, and counts. */
export function deleteNode(cluster: SimulatedCluster, name: string): void {
  const node = cluster.nodes.get(name);
  if (!node) return;
  const member = cluster.distribution.managesEtcd ? cluster.etcd.find(name) : undefined;
  if (member) dropMember(cluster, member);
  cluster.nodes.delete(name);
  cluster.distribution.nodeDeleted?.(name);
  cluster.emit("node-removed", node.machine);
  cluster.settle(node.machine);
}
