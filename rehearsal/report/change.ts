import type { ClusterEvent, MachineEvent, SimulationEvent } from "../events";
import type { PhaseRecord } from "./record";

/** What became of a machine in a change, in the order in which people ask. */
export type MachineEffect = "drained" | "created" | "deleted" | "recreated" | "restarted" | "reconfigured";

export interface ChangedMachine {
  readonly machine: string;
  readonly effects: readonly MachineEffect[];
  /** How long it did not run, from when it was stopped until it had booted; 0 for one that only came or went. */
  readonly awayMs: number;
  /** How long its node took no new pods. */
  readonly cordonedMs: number;
}

/** What applying a stack file to a running cluster does to what was there before. */
export interface Change {
  /** Machines that something happened to, by name. */
  readonly machines: readonly ChangedMachine[];
  /** Machines that nothing happened to, by name. */
  readonly untouched: readonly string[];
  /** How long etcd had no quorum, and so the API wrote nothing. */
  readonly withoutQuorumMs: number;
  /** How often the VIP went to another control plane, each time without an answer for a moment. */
  readonly vipMoves: number;
}

type Moments = Pick<PhaseRecord, "beganAt" | "endedAt">;

/** Reads it from what happened in the phase; `machines` are those of the plan before and after. */
export function changeIn(events: readonly SimulationEvent[], phase: Moments, machines: readonly string[]): Change {
  const during = events.filter(({ at }) => at >= phase.beganAt && at <= phase.endedAt);
  const cluster = during.filter((event): event is ClusterEvent => event.kind === "cluster");
  const all = [...new Set(machines)].sort().map((machine) => changeOf(machine, during, cluster, phase));
  return {
    machines: all.filter(({ effects }) => effects.length > 0),
    untouched: all.filter(({ effects }) => effects.length === 0).map(({ machine }) => machine),
    withoutQuorumMs: lengthOf(cluster, phase, "quorum-lost", "quorum-regained"),
    vipMoves: cluster.filter(({ change }) => change === "vip-moved").length,
  };
}

function changeOf(
  machine: string,
  during: readonly SimulationEvent[],
  cluster: readonly ClusterEvent[],
  phase: Moments,
): ChangedMachine {
  const own = during.filter((event): event is MachineEvent => event.kind === "machine" && event.machine === machine);
  const cordons = cluster.filter((event) => event.machine === machine);
  const drained = cordons.some(({ change }) => change === "node-drained");
  const effects = [...(drained ? (["drained"] as const) : []), ...lifeOf(own)];
  const reconfigured = effects.length === 0 && own.some(({ change }) => change === "config");
  const stays = !effects.includes("created") && !effects.includes("deleted");
  return {
    machine,
    effects: reconfigured ? ["reconfigured"] : effects,
    awayMs: stays ? lengthOf(own, phase, "stopped", "booted") : 0,
    cordonedMs: lengthOf(cordons, phase, "node-cordoned", "node-uncordoned"),
  };
}

function lifeOf(own: readonly MachineEvent[]): MachineEffect[] {
  const has = (wanted: MachineEvent["change"]): boolean => own.some(({ change }) => change === wanted);
  const comings = own.flatMap(({ change }) => (change === "created" || change === "destroyed" ? [change] : []));
  if (comings.at(-1) === "destroyed") return ["deleted"];
  // One whose creation failed was created, tidied up and created again.
  if (comings.length > 0) return [comings[0] === "created" ? "created" : "recreated"];
  return has("stopped") && has("booted") ? ["restarted"] : [];
}

/** How long it lasted altogether from one kind of event to the next of the other, or to the end of the phase. */
function lengthOf(
  events: readonly { readonly at: number; readonly change: string }[],
  { endedAt }: Moments,
  from: string,
  to: string,
): number {
  let since: number | undefined;
  let sum = 0;
  for (const { at, change } of events) {
    if (change === from) since ??= at;
    if (change !== to || since === undefined) continue;
    sum += at - since;
    since = undefined;
  }
  return since === undefined ? sum : sum + endedAt - since;
}
