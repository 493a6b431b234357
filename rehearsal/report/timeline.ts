import type { SpanEvent, SimulationEvent } from "../events";
import type { Violation, PlanInForce } from "../invariants/invariant";

/** A piece of simulated work with both its ends. */
export interface Span {
  readonly id: number;
  readonly machine: string;
  readonly label: string;
  readonly beganAt: number;
  readonly endedAt: number;
  /** What the profile says it takes. */
  readonly latencyMs: number;
  readonly error?: string;
}

/** What one machine did; spans of a row do not overlap. */
export interface Lane {
  readonly machine: string;
  readonly rows: readonly (readonly Span[])[];
}

/** Something that happened at a moment. */
export interface Mark {
  readonly at: number;
  readonly kind: "fault" | "violations";
  readonly machine?: string;
  readonly text: string;
}

export interface Timeline {
  readonly lanes: readonly Lane[];
  readonly marks: readonly Mark[];
  readonly endedAt: number;
}

/** Work and incidents by machine: hosts and templates first, then machines in the plan's order, then strangers. */
export function timelineOf(
  events: readonly SimulationEvent[],
  phases: readonly { readonly endedAt: number }[],
  plan: PlanInForce,
  violations: readonly Violation[],
): Timeline {
  const spans = spansOf(events);
  const byMachine = grouped(spans);
  const names = [...new Set([...orderOf(plan), ...byMachine.keys()])];
  const lanes = names.flatMap((machine) => {
    const own = byMachine.get(machine);
    return own ? [{ machine, rows: rowsOf(own) }] : [];
  });
  const endedAt = Math.max(events.at(-1)?.at ?? 0, phases.at(-1)?.endedAt ?? 0);
  return { lanes, marks: marksOf(events, violations), endedAt };
}

/** Finished work, and what was begun but never ended, cut off at the last event. */
export function spansOf(events: readonly SimulationEvent[]): Span[] {
  const finished = events.filter((event): event is SpanEvent => event.kind === "span");
  const ended = new Set(finished.map(({ id }) => id));
  const cutAt = events.at(-1)?.at ?? 0;
  const torn = events.flatMap((event) =>
    event.kind === "span-begin" && !ended.has(event.id)
      ? [{ ...pick(event), beganAt: event.at, endedAt: cutAt, latencyMs: 0, error: "never ended" }]
      : [],
  );
  const whole = finished.map((span) => ({
    ...pick(span),
    beganAt: span.beganAt,
    endedAt: span.at,
    latencyMs: span.latencyMs,
    ...(span.error !== undefined && { error: span.error }),
  }));
  return [...whole, ...torn].sort((a, b) => a.beganAt - b.beganAt || a.id - b.id);
}

function pick({ id, machine, label }: { id: number; machine: string; label: string }) {
  return { id, machine, label };
}

function orderOf(plan: PlanInForce): string[] {
  const hosts = [...plan.templates, ...plan.nodes].map(({ host }) => host);
  return [...hosts, ...plan.templates.map(({ name }) => name), ...plan.nodes.map(({ name }) => name)];
}

function grouped(spans: readonly Span[]): Map<string, Span[]> {
  const groups = new Map<string, Span[]>();
  for (const span of spans) {
    const group = groups.get(span.machine);
    if (group) group.push(span);
    else groups.set(span.machine, [span]);
  }
  return groups;
}

/** Each span goes into the first row that is free again when it begins. */
function rowsOf(spans: readonly Span[]): Span[][] {
  const rows: Span[][] = [];
  for (const span of spans) {
    const free = rows.find((row) => (row.at(-1)?.endedAt ?? 0) <= span.beganAt);
    if (free) free.push(span);
    else rows.push([span]);
  }
  return rows;
}

function marksOf(events: readonly SimulationEvent[], violations: readonly Violation[]): Mark[] {
  const faults = events.flatMap((event): Mark[] =>
    event.kind === "fault" ? [{ at: event.at, kind: "fault", text: event.fault, ...machineOf(event) }] : [],
  );
  const breaches = violations.map((breach): Mark => ({
    at: breach.at,
    kind: "violations",
    text: `${breach.invariant}: ${breach.what}`,
    ...machineOf(breach),
  }));
  return [...faults, ...breaches].sort((a, b) => a.at - b.at);
}

function machineOf({ machine }: { readonly machine?: string }): { machine?: string } {
  return machine === undefined ? {} : { machine };
}
