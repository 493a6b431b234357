import type { LinuxGuest } from "../../../guests/guest";
import type { Daemon, ServiceRun } from "../../../guests/systemd/daemon";
import type { UnitFile } from "../../../guests/systemd/unit-file";
import type { SimulatedCluster } from "../../../cluster/cluster";
import type { Clusters } from "../../../cluster/clusters";
import type { ClientConfig } from "../../../cluster/kubeconfig";
import { startService, type ServiceProcess } from "../../../cluster/service-process";
import { klog } from "../klog";
import { kubeadmOf } from "../kubeadm";
import { containersOf } from "./containers";
import { readKubeletSettings, type KubeletSettings } from "./kubelet-settings";
import { bootstrapTls, clusterOfKubeconfig, nodeCredentials } from "./node-client";
import { watchPodNetwork } from "./pod-network";
import { kubeadmRegistration } from "./registration";

const PORT = 10250;
const HEALTH_PORT = 10248;

/** What `ExecStart=/usr/bin/kubelet …` starts. Type=simple: for systemd it runs as soon as it is started. */
export function kubeletDaemon(clusters: Clusters): Daemon {
  return {
    matches: ([path]) => path === "/usr/bin/kubelet",
    start: (guest, unit) => {
      const log = logger(guest, unit);
      const run = startService(
        guest,
        (process) => runKubelet(process, clusters, log),
        (message) => log("E", `run.go:72] "command failed" err=${JSON.stringify(message)}`),
      );
      return { ...run, ready: Promise.resolve() } satisfies ServiceRun;
    },
  };
}

type Log = (level: "I" | "W" | "E", message: string) => void;

function logger(guest: LinuxGuest, { name }: UnitFile): Log {
  return (level, message) => guest.journal.write(name, klog(guest, level, message));
}

async function runKubelet(process: ServiceProcess, clusters: Clusters, log: Log): Promise<void> {
  const { guest, signal } = process;
  const settings = readKubeletSettings(guest);
  const stops = [PORT, HEALTH_PORT].map((port) =>
    guest.network.listen(
      port,
      { name: "kubelet", respond: () => Promise.resolve({ status: 200, body: "ok" }) },
      port === HEALTH_PORT,
    ),
  );
  signal.addEventListener("abort", () => stops.forEach((stop) => stop()), { once: true });
  try {
    await loop(process, clusters, settings, log);
  } finally {
    stops.forEach((stop) => stop());
  }
}

/** It reads its kubeconfig when it starts and never again (cmd/kubelet/app/server.go, buildKubeletClientConfig). */
async function loop(process: ServiceProcess, clusters: Clusters, settings: KubeletSettings, log: Log): Promise<void> {
  const { guest } = process;
  const registration = kubeadmRegistration(guest, settings);
  let credentials = nodeCredentials(guest);
  let cluster: SimulatedCluster | undefined;
  process.signal.addEventListener("abort", () => cluster?.kubeletSilent(registration.name), { once: true });
  for (;;) {
    if (settings.unwell === undefined)
      containersOf(guest, clusters).sync((message) => log("E", `pod_workers.go:1301] ${message}`));
    else
      log(
        "I",
        `kuberuntime_manager.go:1058] "No ready sandbox for pod can be found. Need to start a new one": ${settings.unwell}`,
      );
    if (credentials === undefined && (await bootstrapTls(guest, clusters, registration.name)))
      credentials = nodeCredentials(guest);
    const reached = credentials && reach(guest, clusters, credentials);
    if (cluster === undefined && reached) cluster = register(reached, settings, guest);
    else if (cluster) report(cluster, reached, registration.name);
    const node = cluster?.nodes.get(registration.name);
    if (cluster && node) watchPodNetwork(guest, cluster, node);
    await process.pause(1);
  }
}

function reach(guest: LinuxGuest, clusters: Clusters, credentials: ClientConfig): SimulatedCluster | undefined {
  const cluster = clusterOfKubeconfig(guest, clusters, credentials);
  const identity = cluster?.identify(credentials.certificate);
  return identity?.groups.includes("system:nodes") ? cluster : undefined;
}

function register(cluster: SimulatedCluster, settings: KubeletSettings, guest: LinuxGuest): SimulatedCluster {
  const registration = kubeadmRegistration(guest, settings);
  const known = cluster.nodes.has(registration.name);
  const unwell = kubeadmOf(cluster)?.unwell;
  if (settings.unwell === undefined) unwell?.delete(registration.name);
  else unwell?.set(registration.name, settings.unwell);
  cluster.register(registration);
  if (!known && !registration.server) cluster.emit("agent-joined", guest.name);
  return cluster;
}

/** A kubelet that cannot reach the API is silent; one whose Node object somebody deleted does not make it again. */
function report(cluster: SimulatedCluster, reached: SimulatedCluster | undefined, name: string): void {
  if (reached === cluster) cluster.kubeletHeard(name);
  else cluster.kubeletSilent(name);
}
