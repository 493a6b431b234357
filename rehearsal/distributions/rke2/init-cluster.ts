import type { Clusters } from "../../cluster/clusters";
import type { Rke2Config } from "./config";
import { makeRuntime } from "./make-runtime";
import { EARLY, type Rke2Process } from "./process";
import { storeMember } from "./server-files";
import { Rke2 } from "./rke2";
import type { ServerRuntime } from "./server-runtime";
import { clusterInitOf, nodeAddress, nodeName } from "./settings";

/** Without data and without `server:` a server makes a new cluster, whoever else may answer (rke2#3184). */
export function found(process: Rke2Process, clusters: Clusters, config: Rke2Config): Promise<ServerRuntime> {
  const { guest } = process;
  const { firstServer } = guest.context.latencies;
  return guest.context.events.span(guest.name, "rke2-server start: found", firstServer, async () => {
    const name = nodeName(config, guest);
    const rke2 = new Rke2(clusterInitOf(config, guest));
    const cluster = await clusters.init(rke2);
    await process.work(firstServer * EARLY);
    const member = cluster.etcd.init(name, nodeAddress(config, guest));
    storeMember(guest, cluster, member);
    cluster.emit("initialized", guest.name);
    const runtime = await makeRuntime(process, { cluster, rke2 }, member, config);
    runtime.startContainers();
    await process.work(firstServer * (1 - EARLY));
    return runtime;
  });
}
