import type { SimulatedCluster } from "./cluster";
import { dropMember } from "./membership";
import type { ClusterNode } from "./node";

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
