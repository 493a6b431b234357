import type { SimulatedCluster } from "../../../cluster/cluster";
import { ciliumProblem } from "./cilium-job";
import { talosOf, type Talos } from "./talos";
import type { TalosNode } from "./talos-node";

/** What Talos' manifest controller makes once the API answers: whatever is missing; nothing is ever changed. */
export async function applyManifests(node: TalosNode, cluster: SimulatedCluster): Promise<void> {
  const { machine, config } = node;
  const talos = talosOf(cluster);
  if (!talos) return;
  for (const url of config.list("cluster.extraManifests").map(String)) {
    const file = machine.context.internet.file(url);
    if (file?.content) cluster.manifests.applyMissing(url, Buffer.from(file.content).toString("utf8"));
  }
  for (const { name, contents } of config.inlineManifests) cluster.manifests.applyMissing(name, contents);
  cluster.settle(machine.name);
  await installCilium(node, cluster, talos);
}

/** The job runs once, where the API answers, and takes the time of its images. */
async function installCilium(node: TalosNode, cluster: SimulatedCluster, talos: Talos): Promise<void> {
  if (
    talos.ciliumInstalled ||
    talos.ciliumInstalling ||
    ciliumProblem(cluster.manifests, talos.firstControlPlane) !== undefined
  )
    return;
  talos.ciliumInstalling = true;
  const { machine } = node;
  const { artifactDownload } = machine.context.latencies;
  await machine.context.events.span(machine.name, "cilium install", artifactDownload, () =>
    node.work(artifactDownload),
  );
  talos.ciliumInstalling = false;
  talos.ciliumInstalled = !node.signal.aborted;
  cluster.settle(machine.name);
}
