import type { PlatformState } from "../platform/platform-state";
import { causesOf } from "./causes";
import { changeIn } from "./change";
import { countsOf } from "./counts";
import { criticalPath, floorOf, type CriticalPath } from "./critical-path";
import { machineWorks } from "./machine-works";
import { maskAll } from "./mask";
import { necessaryChain } from "./necessary-chain";
import type { PhaseRecord, RehearsalRecord } from "./record";
import type { ReportedStep, ReportJson, ReportPhase } from "./report-json";
import { savingsOf } from "./savings";
import { scriptsOf, type RanScript } from "./scripts";
import { type Span, spansOf, timelineOf, type Timeline } from "./timeline";

/** A report before it is written: figures, and what pictures are drawn from. No secret is left in it. */
export interface Report {
  readonly json: ReportJson;
  readonly timeline: Timeline;
  readonly phases: readonly PhaseRecord[];
  /** Ids of the spans on the critical path of the measured phase. */
  readonly critical: readonly number[];
  readonly scripts: readonly RanScript[];
  readonly topologySvg?: string;
  readonly platform?: PlatformState;
}

export function buildReport(record: RehearsalRecord): Report {
  const { events, phases, findings, plan, topologySvg, platform } = record;
  const spans = spansOf(events);
  const paths = phases.map((phase) => criticalPath(spans, phase, causesOf(plan, phase.kind)));
  const index = measuredIndex(record);
  const path = paths[index];
  const report: Report = {
    json: figuresOf(record, spans, paths, index),
    timeline: timelineOf(events, phases, plan, findings.violations),
    phases,
    critical: path?.steps.map(({ span }) => span.id) ?? [],
    scripts: scriptsOf(events),
    ...(topologySvg !== undefined && { topologySvg }),
    ...(platform !== undefined && { platform }),
  };
  return maskAll(report, record.secrets);
}

/** Of the first `up` that succeeded, or of the one that applied the change. */
function measuredIndex({ phases, change }: RehearsalRecord): number {
  if (change !== undefined) return phases.findIndex(({ name, ok }) => name === change.phase && ok);
  return phases.findIndex(({ kind, ok }) => kind === "up" && ok);
}

function figuresOf(
  record: RehearsalRecord,
  spans: readonly Span[],
  paths: readonly CriticalPath[],
  measured: number,
): ReportJson {
  const { stack, phases, findings, leftovers, profile, seed, versions = {}, faults = [] } = record;
  const path = paths[measured];
  const counts = countsOf(record.events);
  const asked = phases.every(({ ok, expectedToFail }) => ok || expectedToFail === true) && phases.length > 0;
  return {
    stack,
    ok: asked && findings.violations.length === 0 && leftovers.length === 0,
    phases: phases.map((phase, index) => phaseFigures(phase, paths[index])),
    wallSeconds: seconds(path?.wallMs ?? 0),
    floorSeconds: seconds(path?.floorMs ?? 0),
    ratio: rounded(path?.ratio),
    invariants: invariantFigures(record),
    requests: counts.requests,
    commands: counts.commands,
    connections: record.connections ?? null,
    leftovers,
    measuredPhase: phases[measured]?.name ?? null,
    totalSeconds: seconds(phases.reduce((sum, { beganAt, endedAt }) => sum + endedAt - beganAt, 0)),
    profile,
    versions,
    faults,
    seed,
    criticalPath: path?.steps.map(stepFigures) ?? [],
    necessary: necessaryFigures(record, spans, phases[measured]),
    change: changeFigures(record),
    requestsByEndpoint: counts.byEndpoint,
  };
}

function necessaryFigures(
  { events, plan }: RehearsalRecord,
  spans: readonly Span[],
  phase: PhaseRecord | undefined,
): ReportJson["necessary"] {
  if (phase === undefined) return null;
  const chain = necessaryChain(spans, events, phase, causesOf(plan, phase.kind));
  if (chain === undefined) return null;
  return {
    seconds: seconds(chain.floorMs),
    ratio: rounded((phase.endedAt - phase.beganAt) / chain.floorMs),
    pieces: chain.spans.map((span) => ({
      machine: span.machine,
      label: span.label,
      floorSeconds: seconds(floorOf(span)),
    })),
    savings: savingsOf(machineWorks(spans, events, phase, plan), plan.proxmox?.cloneConcurrency ?? 1).map(
      ({ change, ms }) => ({ change, seconds: seconds(ms) }),
    ),
  };
}

function changeFigures({ change, events, phases }: RehearsalRecord): ReportJson["change"] {
  const phase = phases.find(({ name }) => name === change?.phase);
  if (change === undefined || phase === undefined) return null;
  const { machines, untouched, withoutQuorumMs, vipMoves } = changeIn(events, phase, change.machines);
  return {
    from: change.from,
    phase: change.phase,
    machines: machines.map(({ awayMs, cordonedMs, ...rest }) => ({
      ...rest,
      awaySeconds: seconds(awayMs),
      cordonedSeconds: seconds(cordonedMs),
    })),
    untouched,
    withoutQuorumSeconds: seconds(withoutQuorumMs),
    vipMoves,
    resources: change.steps,
  };
}

function phaseFigures(phase: PhaseRecord, path: CriticalPath | undefined): ReportPhase {
  return {
    name: phase.name,
    seconds: seconds(phase.endedAt - phase.beganAt),
    changes: phase.changes,
    ok: phase.ok,
    expectedToFail: phase.expectedToFail ?? false,
    floorSeconds: seconds(path?.floorMs ?? 0),
    ratio: rounded(path?.ratio),
    failures: phase.failures ?? [],
  };
}

function invariantFigures({ findings: { checked, violations } }: RehearsalRecord): ReportJson["invariants"] {
  return {
    checked: checked.length,
    violations: violations.map(({ at, ...breach }) => ({ ...breach, atSeconds: seconds(at) })),
    each: checked.map((invariant) => ({
      ...invariant,
      violations: violations.filter((breach) => breach.invariant === invariant.name).length,
    })),
  };
}

function stepFigures({ span, waitMs }: CriticalPath["steps"][number]): ReportedStep {
  return {
    machine: span.machine,
    label: span.label,
    atSeconds: seconds(span.beganAt),
    seconds: seconds(span.endedAt - span.beganAt),
    floorSeconds: seconds(floorOf(span)),
    waitSeconds: seconds(waitMs),
  };
}

function seconds(ms: number): number {
  return Math.round(ms) / 1000;
}

function rounded(ratio: number | undefined): number | null {
  return ratio === undefined ? null : Math.round(ratio * 1000) / 1000;
}
