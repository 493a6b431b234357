import type { SimulatedCluster } from "../../cluster/cluster";
import type { Clusters } from "../../cluster/clusters";
import { comeBack } from "./come-back";
import { readConfig, type Rke2Config } from "./config";
import { Fatal } from "../../cluster/service-process";
import { found } from "./init-cluster";
import { join } from "./join";
import { presentPassword } from "./node-password";
import type { Rke2Process } from "./process";
import { buryEntombed, DATA, entomb, MANIFESTS, storedMember, writeServerFiles } from "./server-files";
import type { ServerRuntime } from "./server-runtime";
import { criticalOf, registrationOf } from "./settings";

/** `rke2 server`: initializes, joins or comes back, by what is on the disk and in the configuration. */
export async function runServer(process: Rke2Process, clusters: Clusters): Promise<void> {
  const { guest } = process;
  const config = readConfig(guest.tree, "server");
  for (const warning of config.warnings) process.log("warning", warning);
  checkFiles(process, config);
  if (buryEntombed(guest))
    process.log("info", "This node has been removed from the cluster; its etcd data was put aside");
  const runtime = await enter(process, clusters, config);
  runtime.version = process.version;
  const { "cluster-cidr": pods, "service-cidr": services = "" } = criticalOf(config);
  runtime.cluster.startControllers(runtime.node, { pods, services });
  process.signal.addEventListener("abort", () => runtime.processEnded(), { once: true });
  writeServerFiles(guest, runtime, config);
  applyManifests(process, runtime.cluster);
  runtime.startSupervisor();
  await presentPassword(process, runtime.rke2, runtime.node);
  runtime.cluster.register(registrationOf(config, guest, true, process.version));
  process.log("info", "rke2 is up and running");
  process.ready();
  await untilRemoved(process, runtime);
}

/** A running server whose member is removed marks its data and ends; the next start joins anew (k3s pkg/etcd). */
function untilRemoved({ guest, signal }: Rke2Process, runtime: ServerRuntime): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
    runtime.onRemoved = () => {
      entomb(guest);
      reject(new Fatal("this node has been removed from the cluster please restart rke2 to rejoin the cluster"));
    };
  });
}

async function enter(process: Rke2Process, clusters: Clusters, config: Rke2Config): Promise<ServerRuntime> {
  const stored = storedMember(process.guest);
  if (stored) return comeBack(process, clusters, config, stored);
  const url = config.text("server");
  return url === undefined ? found(process, clusters, config) : join(process, clusters, config, url);
}

/** Files the static pods mount: without them they do not start. */
function checkFiles({ guest }: Rke2Process, config: Rke2Config): void {
  const policy = config.text("audit-policy-file");
  if (policy !== undefined && !guest.tree.exists(policy))
    throw new Fatal(`failed to stat audit policy file: stat ${policy}: no such file or directory`);
  guest.tree.makeDirectories(`${DATA}/server`, 0o700);
}

function applyManifests({ guest, log }: Rke2Process, cluster: SimulatedCluster): void {
  for (const name of guest.tree.list(MANIFESTS).filter((file) => /\.(ya?ml|json)$/.test(file))) {
    const path = `${MANIFESTS}/${name}`;
    const complaint = cluster.manifests.apply(path, guest.tree.read(path) ?? "");
    if (complaint !== undefined) log("error", `Failed to process config: ${complaint}`);
  }
  cluster.settle(guest.name);
}
