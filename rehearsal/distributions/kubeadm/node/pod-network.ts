import type { LinuxGuest } from "../../../guests/guest";
import type { SimulatedCluster } from "../../../cluster/cluster";
import type { ClusterNode } from "../../../cluster/node";
import { calicoState } from "../calico";
import { kubeadmOf } from "../kubeadm";

/** What the runtime reads of a pod network; `kubeadm reset` leaves it there. */
export const CNI_FILE = "/etc/cni/net.d/10-calico.conflist";
/** Share of a node's joining that calico-node takes until it has written that file. */
const CALICO_SHARE = 0.3;

/** Until a controller has made the pod and the kubelet has heard of it. */
const POD_SECONDS = 2;

const installing = new WeakSet<LinuxGuest>();

/** Tells the cluster whether this node's runtime has a network, and has calico-node bring one where the operator runs it. */
export function watchPodNetwork(guest: LinuxGuest, cluster: SimulatedCluster, node: ClusterNode): void {
  const kubeadm = kubeadmOf(cluster);
  if (!kubeadm) return;
  if (guest.tree.exists(CNI_FILE)) {
    if (kubeadm.networked.has(node.name)) return;
    kubeadm.networked.add(node.name);
    cluster.settle(guest.name);
    return;
  }
  kubeadm.networked.delete(node.name);
  const { operator, installation, complaint } = calicoState(cluster.manifests, kubeadm.configuration?.podSubnet);
  if (!operator || !installation || complaint !== undefined || kubeadm.unwell.has(node.name)) return;
  if (!installing.has(guest)) void install(guest, cluster, node);
}

async function install(guest: LinuxGuest, cluster: SimulatedCluster, node: ClusterNode): Promise<void> {
  installing.add(guest);
  const { events, clock, latencies } = guest.context;
  const ms = latencies.agentJoin * CALICO_SHARE;
  await guest.sleep(POD_SECONDS, guest.power);
  await events.span(guest.name, "calico-node: pod network", ms, () => clock.sleep(ms, guest.power));
  installing.delete(guest);
  const stays = !guest.power.aborted && cluster.nodes.get(node.name) === node;
  if (stays) guest.tree.write(CNI_FILE, '{ "name": "k8s-pod-network", "cniVersion": "0.3.1" }\n');
}
