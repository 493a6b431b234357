import type { SimulatedCluster } from "../cluster";
import { dropMember } from "../membership";
import type { KubectlVerb } from "./verb";
import { needAnswers } from "./client";
import { KubectlError, notFound } from "./kubectl-error";
import { kubectlTargetOf } from "./select";

/** `delete node NAME…`. */
export const deleteNodes: KubectlVerb = async ({ cluster, parsed, caller }) => {
  await needAnswers(caller, cluster, parsed);
  const { resource, names } = kubectlTargetOf(cluster, parsed.operands);
  if (resource !== "nodes") throw new KubectlError("error: only nodes can be deleted in the rehearsal's simulated API");
  if (names.length === 0) throw new KubectlError("error: resource(s) were provided, but no name was specified");
  return names
    .map((name) => {
      if (!cluster.nodes.has(name)) {
        if (parsed.flags.has("ignore-not-found")) return "";
        throw notFound("nodes", name);
      }
      deleteNode(cluster, name);
      return `node "${name}" deleted\n`;
    })
    .join("");
};

/** A managed etcd drops the member with the Node object (k3s pkg/etcd); in any other it stays, and counts. */
export function deleteNode(cluster: SimulatedCluster, name: string): void {
  const node = cluster.nodes.get(name);
  if (!node) return;
  const member = cluster.distribution.managesEtcd ? cluster.etcd.find(name) : undefined;
  if (member) dropMember(cluster, member);
  cluster.nodes.delete(name);
  cluster.distribution.nodeDeleted?.(name);
  cluster.emit("node-removed", node.machine);
  cluster.settle(node.machine);
}
