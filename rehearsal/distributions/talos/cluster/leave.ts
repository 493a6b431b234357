import type { SimulatedCluster } from "../../../cluster/cluster";
import type { Member } from "../../../cluster/etcd";
import { dropMember } from "../../../cluster/membership";
import { ETCD_DATA } from "./etcd-member";
import type { TalosNode } from "./talos-node";

/** Takes a machine's own member out of etcd and its data off the disk. */
export async function leave(node: TalosNode): Promise<void> {
  const { machine, server } = node;
  if (!machine.disk.ephemeral.has(ETCD_DATA) || !server) return Promise.resolve();
  removeMember(server.cluster, server.member);
  machine.disk.ephemeral.delete(ETCD_DATA);
  node.server = undefined;
  return Promise.resolve();
}

/** Takes a member out of etcd; throws what etcd says when those that stay could not decide. */
export function removeMember(cluster: SimulatedCluster, member: Member): void {
  const failed = (why: string) => new Error(`failed to remove member ${member.id}: ${why}`);
  if (!cluster.answers()) throw failed("etcdserver: no leader");
  const refusal = cluster.etcd.refusesRemoval(member);
  if (refusal) throw failed(refusal.message);
  dropMember(cluster, member);
}
