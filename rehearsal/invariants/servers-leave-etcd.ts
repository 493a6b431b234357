import type { Invariant } from "./invariant";

/** A member that nobody removed counts for ever in the majority: two such and the cluster cannot elect. */
export const serversLeaveEtcd: Invariant = {
  name: "servers-leave-etcd",
  description: "no control plane is removed while it is still a member of a living etcd",
  watch(context) {
    const clusterOf = new Map<string, string>();
    return {
      event(event) {
        if (event.kind === "machine" && event.change === "destroyed") {
          const cluster = clusterOf.get(event.machine);
          clusterOf.delete(event.machine);
          const others = [...clusterOf.values()].filter((other) => other === cluster).length;
          if (cluster === undefined || others === 0 || context.phase()?.kind === "destroy") return;
          context.violations({
            machine: event.machine,
            what: `${event.machine} was destroyed while it was an etcd member of the cluster`,
            why: "its dead membership keeps counting, so the next loss costs the quorum",
          });
        }
        if (event.kind !== "cluster" || event.machine === undefined) return;
        if (event.change === "initialized" || event.change === "server-joined")
          clusterOf.set(event.machine, event.cluster);
        if (event.change === "server-left") clusterOf.delete(event.machine);
      },
    };
  },
};
