import type { SimulatedCluster } from "../../cluster/cluster";
import type { Clusters } from "../../cluster/clusters";
import { comeBack } from "./come-back";
import { readRancherConfig } from "./config";
import type { NodeConfig } from "./node-config";
import { Fatal } from "../../cluster/service-process";
import { initializeCluster } from "./init-cluster";
import { joinServer, removedText } from "./join";
import { presentPassword } from "./node-password";
import type { RancherProcess } from "./process";
import { varFolder } from "./kind";
import { buryEntombed, entomb, deployFolder, storedServerMember, writeServerFiles } from "./server-files";
import { serverOn, type ServerRuntime } from "./server-runtime";
import { criticalOf, rangesOf, rancherRegistration } from "./settings";

/** `<program> server`: initializes, joins or comes back, by what is on the disk and in the configuration. */
export async function runServer(process: RancherProcess, clusters: Clusters): Promise<void> {
  try {
    await serve(process, clusters);
  } finally {
    if (!process.kind.runsContainers) serverOn(process.guest, clusters)?.processEnded();
  }
}

async function serve(process: RancherProcess, clusters: Clusters): Promise<void> {
  const { guest, kind } = process;
  const config = readRancherConfig(guest.tree, kind, "server");
  for (const warning of config.warnings) process.log("warning", warning);
  kind.checkFiles(config, guest.tree);
  guest.tree.makeDirectories(`${varFolder(kind)}/server`, 0o700);
  if (buryEntombed(process))
    process.log("info", "This node has been removed from the cluster; its etcd data was put aside");
  const runtime = await enter(process, clusters, config);
  runtime.version = process.version;
  runtime.rancher.critical = criticalOf(config, kind);
  const { "cluster-cidr": pods, "service-cidr": services = "" } = rangesOf(config);
  runtime.cluster.startControllers(runtime.node, { pods, services });
  process.signal.addEventListener("abort", () => runtime.processEnded(), { once: true });
  writeServerFiles(process, runtime, config);
  applyManifests(process, runtime.cluster);
  runtime.startSupervisor();
  await presentPassword(process, runtime.rancher, runtime.node);
  runtime.cluster.register(rancherRegistration(config, guest, true, process.version));
  process.log("info", `${kind.name} is up and running`);
  process.ready();
  await untilRemoved(process, runtime);
}

/** A running server whose member is removed marks its data and exits; the next start joins again (k3s pkg/etcd). */
function untilRemoved(process: RancherProcess, runtime: ServerRuntime): Promise<void> {
  return new Promise((resolve, reject) => {
    process.signal.addEventListener("abort", () => resolve(), { once: true });
    runtime.onRemoved = () => {
      entomb(process);
      reject(new Fatal(removedText(process)));
    };
  });
}

async function enter(process: RancherProcess, clusters: Clusters, config: NodeConfig): Promise<ServerRuntime> {
  const stored = storedServerMember(process);
  if (stored) return comeBack(process, clusters, config, stored);
  const url = config.text("server");
  return url === undefined ? initializeCluster(process, clusters, config) : joinServer(process, clusters, config, url);
}

function applyManifests({ guest, kind, log }: RancherProcess, cluster: SimulatedCluster): void {
  const folder = deployFolder(kind);
  for (const name of guest.tree.list(folder).filter((file) => /\.(ya?ml|json)$/.test(file))) {
    const path = `${folder}/${name}`;
    const complaint = cluster.manifests.apply(path, guest.tree.read(path) ?? "");
    if (complaint !== undefined) log("error", `Failed to process config: ${complaint}`);
  }
  cluster.settle(guest.name);
}
