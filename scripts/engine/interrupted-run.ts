import type { ClusterPlan } from "../../model/cluster-plan";
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
  readonly plan: ClusterPlan;
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
    say(press === 1 ? ending(pulumi.updatePid !== undefined) : "Again: the engine ends at once.");
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
    ? "\nInterrupted: the engine finishes the steps it is in, which may take minutes, and begins no other. " +
        "Ctrl-C again ends it at once, and leaves what it was making half made."
    : "\nInterrupted: nothing more is begun.";
}

function whatToDo(stack: string, presses: number, steps: readonly string[]): string {
  const left =
    presses > 1
      ? "The engine was ended at once: its lock and the operations it was in may stay in the state, machines half made " +
        "on the host. The next run clears both, those machines only that carry this program's name and mark."
      : "What was finished is in the state; what was not begun is missing.";
  return [
    `Interrupted. ${left}`,
    ...(steps.length > 0 ? [`It was in the middle of: ${steps.join(", ")}.`] : []),
    `Run the same command again to go on, or npm run destroy -- ${stack} to take it all down.`,
  ].join("\n");
}

function unfinished({ events }: Pulumi, plan: ClusterPlan): string[] {
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
