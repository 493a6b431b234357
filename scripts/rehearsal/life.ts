import { changedSteps } from "../engine/engine-events";
import { formatFailure } from "../engine/failure";
import { wrongOutputs } from "./outputs-check";
import type { Phase } from "./phase";
import type { Rehearsal } from "./rehearsal";
import { captureState, type StateCapture } from "./state-capture";

export interface LifeOptions {
  /** How many faults were arranged: so many runs of `up` may fail. */
  readonly faults: number;
  /** Text of the stack file that is applied once the cluster is up; without it the cluster stays as it came up. */
  readonly change?: string;
  /** Handed the state as it is with the cluster up. */
  readonly onUp?: (state: StateCapture) => void;
  /** Called with the cluster up, before it is taken down; `--keep` waits in it. */
  readonly whileUp?: () => Promise<void>;
  readonly say: (line: string) => void;
}

/** The whole life of a stack: up, a change if there is one, outputs, an empty preview, destroy. Resolves to what went wrong. */
export async function live(rehearsal: Rehearsal, options: LifeOptions): Promise<string[]> {
  const problems: string[] = [];
  if (await isUp(rehearsal, options, problems)) {
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

/** Whether the cluster is up as it is wanted in the end. */
async function isUp(rehearsal: Rehearsal, options: LifeOptions, problems: string[]): Promise<boolean> {
  const { change } = options;
  if (!(await comesUp("up", rehearsal, options, problems))) return false;
  if (change === undefined) return true;
  rehearsal.editStack(() => change);
  return comesUp(CHANGE, rehearsal, options, problems);
}

/** The phase that applies the change; it is called so again, with a number, after a fault. */
const CHANGE = "change";

/** The last run that applied the change. */
export function changePhaseOf(phases: readonly Phase[]): Phase | undefined {
  return phases.filter(({ name }) => name === CHANGE || name.startsWith(`${CHANGE}-again-`)).at(-1);
}

/** Runs `up` until it is done: once, or once more for every fault that was arranged. */
async function comesUp(
  name: string,
  rehearsal: Rehearsal,
  { faults, say }: LifeOptions,
  problems: string[],
): Promise<boolean> {
  for (let attempt = 0; ; attempt++) {
    const phase = await rehearsal.up(attempt === 0 ? name : `${name}-again-${attempt}`);
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
