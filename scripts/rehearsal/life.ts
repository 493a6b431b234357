import { changedSteps } from "../engine/engine-events";
import { formatFailure } from "../engine/failure";
import { wrongOutputs } from "./outputs-check";
import type { Phase } from "./phase";
import type { Rehearsal } from "./rehearsal";
import { captureState, type StateCapture } from "./state-capture";

export interface LifeOptions {
  /** How many faults were arranged: so many runs of `up` may fail. */
  readonly faults: number;
  /** Handed the state as it is with the cluster up. */
  readonly onUp?: (state: StateCapture) => void;
  /** Called with the cluster up, before it is taken down; `--keep` waits in it. */
  readonly whileUp?: () => Promise<void>;
  readonly say: (line: string) => void;
}

/** The whole life of a stack: up, its outputs, an empty preview, destroy. Resolves to what went wrong on the way. */
export async function live(rehearsal: Rehearsal, options: LifeOptions): Promise<string[]> {
  const problems: string[] = [];
  if (await comeUp(rehearsal, options, problems)) {
    const state = await captureState(rehearsal.pulumi);
    options.onUp?.(state);
    problems.push(...wrongOutputs(state, rehearsal.plan));
    await previewIsEmpty(rehearsal, options, problems);
    await options.whileUp?.();
  }
  const destroy = await rehearsal.destroy();
  tell(destroy, options.say);
  if (!destroy.ok) problems.push(...linesOf(destroy));
  problems.push(...rehearsal.faultsThatNeverStruck);
  return problems;
}

/** Runs `up` until it is done: once, or once more for every fault that was arranged. */
async function comeUp(rehearsal: Rehearsal, { faults, say }: LifeOptions, problems: string[]): Promise<boolean> {
  for (let attempt = 0; ; attempt++) {
    const phase = await rehearsal.up(attempt === 0 ? "up" : `up-again-${attempt}`);
    tell(phase, say);
    if (phase.ok) return true;
    if (attempt >= faults) {
      problems.push(...linesOf(phase));
      return false;
    }
    // Nobody runs it again before a host that was lost is back.
    rehearsal.simulation.proxmox.restorePower();
    say("--fault caused this; the next up has to recover");
  }
}

async function previewIsEmpty(rehearsal: Rehearsal, { say }: LifeOptions, problems: string[]): Promise<void> {
  const preview = await rehearsal.preview();
  tell(preview, say);
  if (!preview.ok) problems.push(...linesOf(preview));
  rehearsal.invariants.unchangedPreview(preview.changes);
  for (const { op, urn, diffs } of changedSteps(preview.result.events)) {
    problems.push(
      `the second preview wants to ${op} ${urn.split("::").at(-1)} (${(diffs ?? []).join(", ") || "all of it"})`,
    );
  }
}

/** A failed phase reports its error at once; its end is shown by the progress. */
function tell(phase: Phase, say: (line: string) => void): void {
  if (phase.ok) return;
  for (const line of linesOf(phase)) say(line);
  say(`the engine's complete output: ${phase.logFile}`);
}

function linesOf(phase: Phase): string[] {
  if (phase.ok) return [];
  return phase.failures.map((failure) => `${phase.name}: ${formatFailure(failure)}`);
}
