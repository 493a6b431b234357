import type { ClusterEvent } from "../events";
import type { Invariant, InvariantContext } from "./invariant";

type State = "present" | "joining" | "down" | "away";

/** Joining, down or gone for a rebuild: each costs etcd a member, and three members can spare one. */
export const oneControlPlaneAtATime: Invariant = {
  name: "one-control-plane-at-a-time",
  description: "no two control planes are down or joining at the same time, unless everything is destroyed",
  watch(context) {
    const states = new Map<string, State>();
    return {
      event(event) {
        if (context.phase()?.kind === "destroy") return states.clear();
        if (event.kind === "machine" && event.change === "destroyed") {
          const isOver = states.get(event.machine) === "joining" || !isPlanned(event.machine, context);
          if (isOver) states.delete(event.machine);
        }
        if (event.kind === "cluster" && event.machine !== undefined) {
          const state = stateAfter(event, context);
          if (state !== undefined) enter(event.machine, state, states, context);
        }
      },
    };
  },
};

/** A server that left for good, since the plan no longer has it, is not missed. */
function stateAfter(event: ClusterEvent, context: InvariantContext): State | undefined {
  const states: Partial<Record<ClusterEvent["change"], State>> = {
    "server-joining": "joining",
    "server-down": "down",
    "server-left": isPlanned(event.machine, context) ? "away" : "present",
    initialized: "present",
    "server-joined": "present",
    "server-up": "present",
  };
  return states[event.change];
}

function isPlanned(machine: string | undefined, context: InvariantContext): boolean {
  return context.plan()?.nodes.some(({ name }) => name === machine) ?? true;
}

function enter(machine: string, state: State, states: Map<string, State>, context: InvariantContext): void {
  const isNews = states.get(machine) !== state;
  states.set(machine, state);
  const other = [...states].find(([name, theirs]) => name !== machine && theirs !== "present");
  if (state === "present" || !isNews || !other) return;
  context.violations({
    machine,
    what: `${machine} is ${state} while ${other[0]} is ${other[1]}`,
    why: "etcd accepts one learner at a time, and of three members only one may be down",
  });
}
