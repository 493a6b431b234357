import type { ClusterEvent } from "../events";
import type { Invariant } from "./invariant";

/** A node that somebody cordoned between two runs is theirs, and may stay so. */
export const nodesTakePodsAgain: Invariant = {
  name: "nodes-take-pods-again",
  description: "no node that a run cordoned is still cordoned after that run succeeded",
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
            what: `${machine} was cordoned by this run and not uncordoned`,
            why: "it runs no new pods, and only `kubectl get nodes` shows that",
          });
      },
    };
  },
};

const isOver = (change: ClusterEvent["change"]): boolean =>
  ["node-uncordoned", "node-removed", "server-left"].includes(change);
