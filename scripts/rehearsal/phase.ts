import type { StackPlan } from "../../distributions/distribution";
import type { Clock } from "pve-simulator";
import { changesOf } from "../engine/engine-events";
import { failuresOf, type Failure } from "../engine/failure";
import type { Update, UpdateResult } from "../engine/pulumi";

/** One run of the engine, as it ended. Times are the simulation's, so that they fit the events. */
export interface Phase {
  readonly name: string;
  readonly kind: Update;
  readonly beganAt: number;
  readonly endedAt: number;
  readonly ok: boolean;
  readonly changes: Readonly<Record<string, number>>;
  readonly failures: readonly Failure[];
  readonly result: UpdateResult;
  /** Everything the engine printed. */
  readonly logFile: string;
}

export interface PhaseFiles {
  readonly logFile: string;
  readonly eventLog: string;
}

/** Runs the engine and keeps what is worth knowing about the run. */
export async function runPhase(
  about: { name: string; kind: Update; clock: Clock; plan: StackPlan; files: PhaseFiles },
  run: (files: PhaseFiles) => Promise<UpdateResult>,
): Promise<Phase> {
  const { name, kind, clock, plan, files } = about;
  const beganAt = clock.now();
  const result = await run(files);
  const ok = result.status === 0;
  const failures = ok ? [] : failuresOf(result, plan);
  const changes = changesOf(result.events);
  return { name, kind, beganAt, endedAt: clock.now(), ok, changes, failures, result, logFile: files.logFile };
}

/** How a phase ended, in a line. */
export function describePhase({ ok, changes, result, failures }: Phase): string {
  const seconds = `${result.seconds.toFixed(1)} s`;
  const counted = Object.entries(changes).filter(([operation]) => operation !== "read");
  const text = counted.map(([operation, count]) => `${count} ${operation}`).join(", ") || "no change";
  return ok ? `ok in ${seconds}, ${text}` : `failed after ${seconds}, ${failures.length} problem(s)`;
}
