import type { ClusterEvent } from "../events";
import type { Invariant, InvariantContext } from "./invariant";

/** A cluster with one control plane loses its API at every reboot: there the invariant has nothing to protect. */
export const quorumKept: Invariant = {
  name: "quorum-kept",
  description: "etcd never loses its quorum in a cluster with several control planes, unless it is being destroyed",
  watch(context) {
    const lost = new Set<string>();
    return {
      event(event) {
        if (event.kind !== "cluster") return;
        if (!isWithoutQuorum(event)) {
          if (event.change === "quorum-regained" || event.members) lost.delete(event.cluster);
          return;
        }
        if (lost.has(event.cluster) || !isMeantToLive(context)) return;
        lost.add(event.cluster);
        context.violations({
          what: `etcd of cluster ${event.cluster} lost its quorum${after(event)}`,
          why: "without a majority of members the API stops, and nothing can be changed or repaired",
          ...(event.machine !== undefined && { machine: event.machine }),
        });
      },
    };
  },
};

function isWithoutQuorum({ change, members }: ClusterEvent): boolean {
  if (change === "quorum-lost") return true;
  return members !== undefined && members.voting > 1 && members.up < Math.floor(members.voting / 2) + 1;
}

function isMeantToLive(context: InvariantContext): boolean {
  if (context.phase()?.kind === "destroy") return false;
  const controlPlanes = context.plan()?.nodes.filter((node) => node.role === "control-plane").length;
  return controlPlanes !== 1;
}

function after({ members, machine }: ClusterEvent): string {
  const count = members ? `: ${members.up} of ${members.voting} voting members are up` : "";
  return machine === undefined ? count : ` when ${machine} went${count}`;
}
