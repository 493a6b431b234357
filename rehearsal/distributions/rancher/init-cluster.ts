import type { Clusters } from "../../cluster/clusters";
import type { NodeConfig } from "./node-config";
import { makeRuntime } from "./make-runtime";
import { EARLY, type RancherProcess } from "./process";
import { storeServerMember } from "./server-files";
import { Rancher } from "./rancher";
import type { ServerRuntime } from "./server-runtime";
import { clusterInitOf, nodeAddress, nodeName } from "./settings";

/** Without data and without `server:` a server creates a new cluster, even if another one answers (rke2#3184). */
export function initializeCluster(
  process: RancherProcess,
  clusters: Clusters,
  config: NodeConfig,
): Promise<ServerRuntime> {
  const { guest, kind } = process;
  const { firstServer } = guest.context.latencies;
  return guest.context.events.span(guest.name, `${kind.units.server} start: initialize`, firstServer, async () => {
    const name = nodeName(config, guest);
    const rancher = new Rancher(kind, clusterInitOf(config, kind, guest));
    const cluster = await clusters.init(rancher);
    await process.work(firstServer * EARLY);
    const member = cluster.etcd.init(name, nodeAddress(config, guest));
    storeServerMember(process, cluster, member);
    cluster.emit("initialized", guest.name);
    const runtime = await makeRuntime(process, { cluster, rancher }, member, config);
    runtime.startContainers();
    await process.work(firstServer * (1 - EARLY));
    return runtime;
  });
}
