import type { SpanEvent, WorldEvent } from "../events";
import type { Broken, PlanInForce } from "../laws/law";

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
  readonly kind: "fault" | "broken";
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
  events: readonly WorldEvent[],
  phases: readonly { readonly endedAt: number }[],
  plan: PlanInForce,
  broken: readonly Broken[],
): Timeline {
  const spans = spansOf(events);
  const byMachine = grouped(spans);
  const names = [...new Set([...orderOf(plan), ...byMachine.keys()])];
  const lanes = names.flatMap((machine) => {
    const own = byMachine.get(machine);
    return own ? [{ machine, rows: rowsOf(own) }] : [];
  });
  const endedAt = Math.max(events.at(-1)?.at ?? 0, phases.at(-1)?.endedAt ?? 0);
  return { lanes, marks: marksOf(events, broken), endedAt };
}

/** Finished work, and what was begun but never ended, cut off at the last event. */
export function spansOf(events: readonly WorldEvent[]): Span[] {
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
  const hosts = [...plan.templates, ...plan.machines].map(({ host }) => host);
  return [...hosts, ...plan.templates.map(({ name }) => name), ...plan.machines.map(({ name }) => name)];
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

function marksOf(events: readonly WorldEvent[], broken: readonly Broken[]): Mark[] {
  const faults = events.flatMap((event): Mark[] =>
    event.kind === "fault" ? [{ at: event.at, kind: "fault", text: event.fault, ...machineOf(event) }] : [],
  );
  const breaches = broken.map((breach): Mark => ({
    at: breach.at,
    kind: "broken",
    text: `${breach.law}: ${breach.what}`,
    ...machineOf(breach),
  }));
  return [...faults, ...breaches].sort((a, b) => a.at - b.at);
}

function machineOf({ machine }: { readonly machine?: string }): { machine?: string } {
  return machine === undefined ? {} : { machine };
}
