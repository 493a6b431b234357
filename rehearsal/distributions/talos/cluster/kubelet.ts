import { isMap } from "../machine/config/key-tree";
import type { MachineConfig } from "../machine/config/machine-config";
import { kubernetesVersion } from "../machine/config/validate-kubernetes";
import type { SimulatedCluster } from "../../../cluster/cluster";
import { parseNodeTaint, type ClusterNode, type NodeTaint, type Registration } from "../../../cluster/node";
import { reachableApi } from "./reach";
import { talosOf } from "./talos";
import type { TalosNode } from "./talos-node";

/** A node that comes back has its images and certificates already. */
const RETURN_SHARE = 0.3;
/** Labels that are Talos' to keep, and to take away again. */
const OWNED_LABELS = "talos.dev/owned-labels";
const CONTROL_PLANE = "node-role.kubernetes.io/control-plane";

/** Waits for an API that lets the kubelet in, and registers the node. */
export async function runKubelet(node: TalosNode): Promise<SimulatedCluster | undefined> {
  const { machine, config } = node;
  let cluster = admitting(node);
  while (!cluster && !node.signal.aborted) {
    await node.pause(2);
    cluster = admitting(node);
  }
  if (!cluster || node.signal.aborted) return undefined;
  const known = cluster.nodes.has(machine.hostname);
  const ms = machine.context.latencies.agentJoin * (known ? RETURN_SHARE : 1);
  await machine.context.events.span(machine.name, "kubelet start", ms, () => node.work(ms));
  if (node.signal.aborted) return undefined;
  const registered = cluster.register(talosRegistration(node));
  if (registered.annotations.has(CORDONED)) cluster.uncordon(registered);
  registered.annotations.delete(CORDONED);
  applyKubeletConfig(registered, config);
  if (!known && config.role === "worker") cluster.emit("agent-joined", machine.name);
  return cluster;
}

/** Set on a node that Talos itself cordoned, to be uncordoned when it is back. */
export const CORDONED = "talos.dev/cordoned";

/** A kubelet gets in with the bootstrap token; without it the API says Unauthorized for ever. */
function admitting(node: TalosNode): SimulatedCluster | undefined {
  const cluster = reachableApi(node);
  if (!cluster?.answers()) return undefined;
  const token = talosOf(cluster)?.firstControlPlane.text("cluster.token");
  return token !== undefined && token === node.config.text("cluster.token") ? cluster : undefined;
}

/** What the kubelet says of itself by the configuration in force. */
export function talosRegistration({ machine, config }: TalosNode): Registration {
  const { cores, memoryMiB, diskGiB } = machine.hardware;
  return {
    name: machine.hostname,
    machine: machine.name,
    address: machine.address ?? "",
    cores,
    memoryMiB,
    diskGiB,
    server: config.role === "controlplane",
    version: kubernetesVersion(config),
    labels: {},
    taints: registeredTaints(config),
    system: {
      osImage: `Talos (${machine.disk.version})`,
      kernelVersion: "6.18.29-talos",
      containerRuntime: "containerd://2.2.2",
    },
  };
}

function registeredTaints(config: MachineConfig): readonly NodeTaint[] {
  const extra = config.at("machine.kubelet.extraConfig");
  const listed =
    isMap(extra) && Array.isArray(extra.registerWithTaints) ? (extra.registerWithTaints as NodeTaint[]) : [];
  const workloads = config.flag("cluster.allowSchedulingOnControlPlanes");
  const own = config.role === "controlplane" && !workloads && !listed.some(({ key }) => key === CONTROL_PLANE);
  return [...(own ? [{ key: CONTROL_PLANE, effect: "NoSchedule" }] : []), ...listed];
}

/**
 * Labels and taints that Talos keeps on the Node object. A worker does it with its kubelet's rights: NodeRestriction refuses
 * taints and roles, and with them everything else (talos#8193, #10935).
 */
export function applyKubeletConfig(node: ClusterNode, config: MachineConfig): void {
  const labels = config.strings("machine.nodeLabels");
  const taints = config.strings("machine.nodeTaints");
  const refused =
    Object.keys(taints).length > 0 || Object.keys(labels).some((key) => /^node-role\.kubernetes\.io\//.test(key));
  if (config.role !== "controlplane" && refused) return;
  const owned = JSON.parse(node.annotations.get(OWNED_LABELS) ?? "[]") as string[];
  for (const key of owned) if (!(key in labels)) node.labels.delete(key);
  for (const [key, value] of Object.entries(labels)) node.labels.set(key, value);
  if (Object.keys(labels).length > 0 || owned.length > 0)
    node.annotations.set(OWNED_LABELS, JSON.stringify(Object.keys(labels)));
  for (const [key, text] of Object.entries(taints))
    setTaint(node, parseNodeTaint(`${key}=${text}`) ?? parseNodeTaint(`${key}:${text}`));
}

function setTaint(node: ClusterNode, taint: NodeTaint | undefined): void {
  if (!taint) return;
  node.taints = [...node.taints.filter(({ key, effect }) => key !== taint.key || effect !== taint.effect), taint];
}
