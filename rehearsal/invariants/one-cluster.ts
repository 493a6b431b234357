import type { Invariant } from "./invariant";

/** A second cluster is what a careless rebuild of the first server makes: both answer, each with half the truth. */
export const oneCluster: Invariant = {
  name: "one-cluster",
  description: "there is one cluster: none is initialized while servers of another one exist",
  watch(context) {
    const servers = new Map<string, Set<string>>();
    const forget = (machine: string) => servers.forEach((members) => members.delete(machine));
    return {
      event(event) {
        if (event.kind === "machine" && event.change === "destroyed") forget(event.machine);
        if (event.kind !== "cluster" || event.machine === undefined) return;
        if (event.change === "server-left") forget(event.machine);
        if (event.change === "initialized") {
          forget(event.machine);
          const living = [...servers].find(([cluster, members]) => cluster !== event.cluster && members.size > 0);
          if (living) {
            context.violations({
              machine: event.machine,
              what: `${event.machine} initialized a second cluster beside the one of ${[...living[1]].join(", ")}`,
              why: "a rebuilt server must join the living cluster; two clusters share one address and no data",
            });
          }
        }
        if (event.change === "initialized" || event.change === "server-joined") {
          servers.set(event.cluster, (servers.get(event.cluster) ?? new Set()).add(event.machine));
        }
      },
    };
  },
};
