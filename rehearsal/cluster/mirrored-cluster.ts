import type { MirroredCluster, MirroredNode, NodeEdit } from "../real-kubernetes";
import { nodeObject } from "./api/objects";
import type { SimulatedCluster } from "./cluster";
import { deleteNode } from "./delete-node";
import { removeMemberIfAsked } from "./membership";
import type { ClusterNode } from "./node";

/** A simulated cluster as the real API server that stands behind it sees it. */
export function mirroredCluster(cluster: SimulatedCluster): MirroredCluster {
  return {
    id: cluster.id,
    answers: () => cluster.answers(),
    nodes: () => new Map([...cluster.nodes].map(([name, node]) => [name, mirroredNode(cluster, node)])),
    workloads: () => cluster.distribution.workloads(cluster.manifests),
    boundAdmins: () => cluster.distribution.boundAdmins,
    edited: (name, edit) => {
      const node = cluster.nodes.get(name);
      if (node) takeEdit(cluster, node, edit);
    },
    deleted: (name) => deleteNode(cluster, name),
  };
}

function mirroredNode(cluster: SimulatedCluster, node: ClusterNode): MirroredNode {
  const { machine, server, address, silentSince } = node;
  const reports = silentSince === undefined && cluster.answers();
  return { object: nodeObject(cluster, node), machine, server, address, reports };
}

function takeEdit(cluster: SimulatedCluster, node: ClusterNode, edit: NodeEdit): void {
  const { labels, annotations } = node;
  for (const [map, wanted] of [[labels, edit.labels] as const, [annotations, edit.annotations] as const]) {
    map.clear();
    for (const [key, value] of Object.entries(wanted)) map.set(key, value);
  }
  node.taints = [...edit.taints];
  void removeMemberIfAsked(cluster, node);
  if (edit.unschedulable) cluster.cordon(node);
  else cluster.uncordon(node);
  cluster.settle();
}
