import type { Clusters } from "../../cluster/clusters";
import type { NodeConfig } from "./node-config";
import { Fatal } from "../../cluster/service-process";
import { promote } from "./join";
import { makeRuntime, withNamesOf } from "./make-runtime";
import { EARLY, type RancherProcess } from "./process";
import { rancherOf } from "./rancher";
import { runtimeOn, type ServerRuntime } from "./server-runtime";
import { nodeAddress, nodeName } from "./settings";

/** With data on disk `server:` is ignored. */
export function comeBack(
  process: RancherProcess,
  clusters: Clusters,
  config: NodeConfig,
  stored: { cluster: string; member: string },
): Promise<ServerRuntime> {
  const { guest, kind } = process;
  const { serverRestart } = guest.context.latencies;
  const cluster = clusters.get(stored.cluster);
  const member = cluster?.etcd.members.find(({ id }) => id === stored.member);
  const rancher = cluster && rancherOf(cluster);
  if (!rancher || !member)
    throw new Fatal(
      `starting kubernetes: preparing server: start managed database: this server is a not a member of the etcd cluster. Found ${JSON.stringify(cluster?.etcd.members.map(({ name }) => name) ?? [])}, expect: ${nodeName(config, guest)}=${nodeAddress(config, guest)}`,
    );
  return guest.context.events.span(guest.name, `${kind.units.server} start: return`, serverRestart, async () => {
    await process.work(serverRestart * EARLY);
    const there = runtimeOn(guest, cluster);
    const runtime = await (there
      ? withNamesOf(config, there)
      : makeRuntime(process, { cluster, rancher }, member, config));
    runtime.startContainers();
    while (!cluster.answers()) await process.pause(1);
    if (!member.voting) await promote(process, runtime, serverRestart * (1 - EARLY));
    else await process.work(serverRestart * (1 - EARLY));
    return runtime;
  });
}
