import type { ClusterEvent } from "../events";
import type { Invariant } from "./invariant";

/** A node that somebody cordoned between two runs is theirs, and may stay so. */
export const nodesTakePodsAgain: Invariant = {
  name: "nodes-take-pods-again",
  description: "no node that a run cordoned is still cordoned when that run has ended well",
  watch(context) {
    const cordoned = new Set<string>();
    const isInRun = (): boolean => ["up", "change"].includes(context.phase()?.kind ?? "");
    return {
      event(event) {
        if (event.kind === "machine" && event.change === "destroyed") cordoned.delete(event.machine);
        if (event.kind !== "cluster" || event.machine === undefined) return;
        if (event.change === "node-cordoned" && isInRun()) cordoned.add(event.machine);
        if (isOver(event.change)) cordoned.delete(event.machine);
      },
      phaseEnded({ kind }) {
        if (kind === "preview" || kind === "destroy") return;
        for (const machine of cordoned)
          context.violations({
            machine,
            what: `${machine} was cordoned by this run and left so`,
            why: "it idles while the others carry its pods, and nothing shows that but a word in `kubectl get nodes`",
          });
      },
    };
  },
};

const isOver = (change: ClusterEvent["change"]): boolean =>
  ["node-uncordoned", "node-removed", "server-left"].includes(change);
