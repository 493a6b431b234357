import type { Clusters } from "../../cluster/clusters";
import type { Rke2Config } from "./config";
import { Fatal } from "../../cluster/service-process";
import { promote } from "./join";
import { makeRuntime } from "./make-runtime";
import { EARLY, type Rke2Process } from "./process";
import { rke2Of } from "./rke2";
import { runtimeOn, type ServerRuntime } from "./server-runtime";
import { nodeAddress, nodeName } from "./settings";

/** With data on disk `server:` is ignored. */
export function comeBack(
  process: Rke2Process,
  clusters: Clusters,
  config: Rke2Config,
  stored: { cluster: string; member: string },
): Promise<ServerRuntime> {
  const { guest } = process;
  const { serverRestart } = guest.context.latencies;
  const cluster = clusters.get(stored.cluster);
  const member = cluster?.etcd.members.find(({ id }) => id === stored.member);
  const rke2 = cluster && rke2Of(cluster);
  if (!rke2 || !member)
    throw new Fatal(
      `starting kubernetes: preparing server: start managed database: this server is a not a member of the etcd cluster. Found ${JSON.stringify(cluster?.etcd.members.map(({ name }) => name) ?? [])}, expect: ${nodeName(config, guest)}=${nodeAddress(config, guest)}`,
    );
  return guest.context.events.span(guest.name, "rke2-server start: return", serverRestart, async () => {
    await process.work(serverRestart * EARLY);
    const runtime = runtimeOn(guest, cluster) ?? (await makeRuntime(process, { cluster, rke2 }, member, config));
    runtime.startContainers();
    while (!cluster.answers()) await process.pause(1);
    if (!member.voting) await promote(runtime, serverRestart * (1 - EARLY));
    else await process.work(serverRestart * (1 - EARLY));
    return runtime;
  });
}
