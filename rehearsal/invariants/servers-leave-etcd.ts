import type { Invariant } from "./invariant";

/** A member that nobody removed counts for ever in the majority: two such and the cluster cannot elect. */
export const serversLeaveEtcd: Invariant = {
  name: "servers-leave-etcd",
  description: "no control plane is deleted while it is still a member of a running etcd",
  watch(context) {
    return {
      event(event, before) {
        if (event.kind !== "machine" || event.change !== "destroyed" || context.phase()?.kind === "destroy") return;
        const cluster = before.members.get(event.machine);
        const others = [...context.state().members.values()].filter((other) => other === cluster);
        if (cluster === undefined || others.length === 0) return;
        context.violations({
          machine: event.machine,
          what: `${event.machine} was destroyed while it was an etcd member of the cluster`,
          why: "the failed member still counts, so the next loss costs the quorum",
        });
      },
    };
  },
};
