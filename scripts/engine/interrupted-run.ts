import type { StackPlan } from "../../distributions/distribution";
import { Interrupted, onInterruption } from "../cli/interruption";
import { unfinishedSteps } from "./engine-events";
import { stepOf } from "./failure";
import { killAll, processesMarked } from "./process-tree";
import type { Pulumi } from "./pulumi";

/** The variable by which every process of a run on a real host is known. */
export const RUN_MARK = "HOMELAB_RUN";

/** How long the engine's own plugins may take to follow it. */
const FOLLOW_MS = 2_000;

export interface InterruptibleRun {
  readonly pulumi: Pulumi;
  /** Its signal is the engine's. */
  readonly controller: AbortController;
  readonly plan: StackPlan;
  readonly say: (line: string) => void;
}

/**
 * Does work on a real host that somebody may interrupt. The engine is asked to end: it finishes the steps it is in and
 * writes down what it did. Asked once more it ends at once, and what it leaves is for the next run to clear. No process
 * of the run outlives it. Throws `Interrupted` with what to do next.
 */
export async function interruptible<T>(
  { pulumi, controller, plan, say }: InterruptibleRun,
  work: () => Promise<T>,
): Promise<T> {
  let presses = 0;
  const forget = onInterruption((press) => {
    presses = press;
    controller.abort(new Interrupted());
    say(press === 1 ? ending(pulumi.updatePid !== undefined) : "Second Ctrl-C: the engine is stopped immediately.");
    pulumi.askToEnd();
  });
  try {
    const result = await work();
    controller.signal.throwIfAborted();
    return result;
  } catch (error) {
    throw presses === 0 ? error : new Interrupted(whatToDo(pulumi.settings.stack, presses, unfinished(pulumi, plan)));
  } finally {
    if (presses > 0) await endAll(pulumi);
    forget();
  }
}

function ending(updating: boolean): string {
  return updating
    ? "\nInterrupted: the engine finishes its current steps, which may take minutes, and starts no others. " +
        "Press Ctrl-C again to stop it immediately; resources may then be left partly created."
    : "\nInterrupted: no further steps are started.";
}

function whatToDo(stack: string, presses: number, steps: readonly string[]): string {
  const left =
    presses > 1
      ? "The engine was stopped immediately: its lock and pending operations may remain in the state, and partly created " +
        "VMs on the host. The next run cleans up both, but only VMs that carry this program's name and marker."
      : "Finished steps are in the state; the others were not started.";
  return [
    `Interrupted. ${left}`,
    ...(steps.length > 0 ? [`It was working on: ${steps.join(", ")}.`] : []),
    `Run the same command again to continue, or npm run destroy -- ${stack} to destroy everything.`,
  ].join("\n");
}

function unfinished({ events }: Pulumi, plan: StackPlan): string[] {
  const steps = unfinishedSteps(events).filter(({ type }) => !type.startsWith("homelab:"));
  return steps.map(({ urn }) => stepOf(urn, plan));
}

/** Plugins end when they notice that their engine has; those that do not are killed. */
async function endAll({ settings }: Pulumi): Promise<void> {
  const mark = `${RUN_MARK}=${settings.env[RUN_MARK]}`;
  const until = performance.now() + FOLLOW_MS;
  while (processesMarked(mark).length > 0 && performance.now() < until) await pause();
  killAll(() => processesMarked(mark));
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));
