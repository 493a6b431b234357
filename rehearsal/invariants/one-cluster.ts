import type { Invariant } from "./invariant";

/** A second cluster is what a careless rebuild of the first server makes: both answer, each with half the truth. */
export const oneCluster: Invariant = {
  name: "one-cluster",
  description: "there is only one cluster: none is initialized while servers of another one exist",
  watch(context) {
    return {
      event(event, before) {
        if (event.kind !== "cluster" || event.change !== "initialized" || event.machine === undefined) return;
        const others = [...before.members].filter(
          ([machine, cluster]) => machine !== event.machine && cluster !== event.cluster,
        );
        if (others.length === 0) return;
        context.violations({
          machine: event.machine,
          what: `${event.machine} initialized a second cluster next to the one of ${others.map(([name]) => name).join(", ")}`,
          why: "a rebuilt server must join the existing cluster; two clusters would share one address and no data",
        });
      },
    };
  },
};
