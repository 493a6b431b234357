import type { SimulatedCluster } from "../../cluster/cluster";
import type { Clusters } from "../../cluster/clusters";
import { EtcdError, type Member } from "../../cluster/etcd";
import { secretOf } from "./config";
import type { NodeConfig } from "./node-config";
import { contact } from "./contact";
import { Fatal } from "../../cluster/service-process";
import { makeRuntime } from "./make-runtime";
import { EARLY, type RancherProcess } from "./process";
import { storeServerMember } from "./server-files";
import type { ServerRuntime } from "./server-runtime";
import { criticalOf, nodeAddress, nodeName } from "./settings";

/** Joins the cluster behind `server:` as a learner and waits until it votes. */
export function joinServer(
  process: RancherProcess,
  clusters: Clusters,
  config: NodeConfig,
  url: string,
): Promise<ServerRuntime> {
  const { guest, kind } = process;
  const { serverJoin } = guest.context.latencies;
  const token = secretOf(config, guest.tree, "token");
  if (token === undefined) throw new Fatal("--token is required");
  const joinable = contact(process, clusters, url, token, "server");
  const { cluster, rancher } = joinable;
  if (rancher.clusterInit.inSqlite)
    throw new Fatal(
      "ETCD join failed: the server to join keeps its cluster in SQLite: it was started without cluster-init",
    );
  const theirs = JSON.stringify(rancher.critical);
  if (JSON.stringify(criticalOf(config, kind)) !== theirs)
    throw new Fatal(
      "starting kubernetes: preparing server: failed to validate server configuration: critical configuration value mismatch between servers",
    );
  return guest.context.events.span(guest.name, `${kind.units.server} start: join`, serverJoin, async () => {
    await process.work(serverJoin * EARLY);
    const member = await becomeLearner(process, cluster, config);
    const runtime = await makeRuntime(process, joinable, member, config);
    runtime.startContainers();
    await promote(process, runtime, serverJoin * (1 - EARLY));
    return runtime;
  });
}

/** k3s waits here while another member is still learning; a name that is taken is the end. */
async function becomeLearner(process: RancherProcess, cluster: SimulatedCluster, config: NodeConfig): Promise<Member> {
  const { guest } = process;
  // When it asks, not when it is let in: two that ask at once are what etcd does not want.
  cluster.emit("server-joining", guest.name);
  for (;;) {
    try {
      const member = cluster.etcd.addLearner(nodeName(config, guest), nodeAddress(config, guest));
      storeServerMember(process, cluster, member);
      return member;
    } catch (error) {
      if (!(error instanceof EtcdError)) throw error;
      if (error.message.startsWith("duplicate")) throw new Fatal(`ETCD join failed: ${error.message}`);
      process.log("info", `Waiting for other members to finish joining etcd cluster: ${error.message}`);
      await process.pause(5);
    }
  }
}

/** In its last lines, which name the program. */
export const removedText = ({ kind }: RancherProcess): string =>
  `this node has been removed from the cluster please restart ${kind.name} to rejoin the cluster`;

/**
 * Done by the others' controllers once the learner has caught up: where etcd is a container it goes on if this process is
 * stopped, not without power.
 */
export async function promote(
  process: RancherProcess,
  { guest, cluster, member }: ServerRuntime,
  ms: number,
): Promise<void> {
  const ends = process.kind.runsContainers ? guest.power : process.signal;
  await guest.sleep(ms / Math.max(guest.context.latencies.guestSecond, 0.001), ends);
  while (!ends.aborted && !cluster.answers()) await guest.sleep(1, ends);
  if (ends.aborted) throw new Fatal("etcd: server stopped");
  if (!cluster.etcd.members.includes(member)) throw new Fatal(removedText(process));
  if (member.voting) return;
  member.voting = true;
  cluster.emit("server-joined", guest.name);
  cluster.settle(guest.name);
}
