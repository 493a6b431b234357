import type { SimulatedCluster } from "./cluster";
import type { Member } from "./etcd";
import type { ClusterNode } from "./node";

/** How long a learner may stand still. */
const STALLED_SECONDS = 300;

/** etcd runs again on a member's machine. */
export function memberUp(cluster: SimulatedCluster, member: Member, machine: string): void {
  if (member.up) return;
  member.up = true;
  cluster.emit("server-up", machine);
  cluster.settle(machine);
}

/** etcd has ended on a member's machine; the member stays, and counts. */
export function memberDown(cluster: SimulatedCluster, member: Member, machine: string): void {
  if (!member.up) return;
  member.up = false;
  cluster.emit("server-down", machine);
  cluster.settle(machine);
  if (!member.voting && cluster.distribution.managesEtcd) void dropIfStalled(cluster, member, machine);
}

/** A learner that makes no progress is removed, so that others can join (k3s pkg/etcd, five minutes). */
async function dropIfStalled(cluster: SimulatedCluster, member: Member, machine: string): Promise<void> {
  const { clock, latencies } = cluster.context;
  await clock.sleep(STALLED_SECONDS * latencies.guestSecond);
  if (member.up || member.voting || cluster.etcd.find(member.node) !== member) return;
  cluster.etcd.remove(member);
  cluster.emit("server-left", machine, "stalled learner");
  cluster.settle(machine);
}

/** Takes a member out of etcd; a server that still runs as it stops by itself. */
export function dropMember(cluster: SimulatedCluster, member: Member): void {
  if (!cluster.etcd.remove(member)) return;
  const server = cluster.servers.get(member.node);
  const machine = server?.machine ?? cluster.nodes.get(member.node)?.machine ?? member.node;
  cluster.emit("server-left", machine);
  if (server?.member === member) server.removed();
  cluster.settle(machine);
}

/** How long the leading server's controller takes to see what was asked of it. */
const CONTROLLER_SECONDS = 2;

/** A leader that removed itself can note it nowhere: the next one, once the lease is over, finds the member gone and does. */
const LEASE_SECONDS = 20;

/** A managed etcd drops a member whose node is annotated so, while its server may still run (k3s pkg/etcd/member_controller.go). */
export async function removeMemberIfAsked(cluster: SimulatedCluster, node: ClusterNode): Promise<void> {
  const { removalAnnotations: annotations } = cluster.distribution;
  const isAsked = annotations && node.annotations.get(annotations.asked)?.toLowerCase() === "true";
  if (!isAsked || node.annotations.has(annotations.done)) return;
  const { clock, latencies } = cluster.context;
  await clock.sleep(CONTROLLER_SECONDS * latencies.guestSecond);
  const member = cluster.etcd.find(node.name);
  if (!member || !cluster.answers()) return;
  dropMember(cluster, member);
  await clock.sleep(LEASE_SECONDS * latencies.guestSecond);
  node.annotations.set(annotations.done, member.name);
}
