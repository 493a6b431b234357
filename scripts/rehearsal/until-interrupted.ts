import { endAtOnce } from "../cli/end-at-once";
import { Interrupted, onInterruption } from "../cli/interruption";
import { killDescendants } from "../engine/process-tree";

/** Longer than anything here takes to tidy up once its processes are gone. */
const PATIENCE_MS = 10_000;
const LOOK_AGAIN_MS = 200;

/**
 * Does work of which nothing is worth keeping, and ends it when somebody interrupts: the signal is aborted, every process
 * that was started is killed, with those that still are, and the work is waited for, as it tidies up after itself. Then
 * `Interrupted` is thrown, whatever became of it. Pressing once more, or a work that will not end, ends the process.
 */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  let timers: NodeJS.Timeout[] = [];
  const forget = onInterruption((press) => {
    if (press > 1) endAtOnce();
    controller.abort(new Interrupted());
    killDescendants();
    timers = [setInterval(killDescendants, LOOK_AGAIN_MS), setTimeout(endAtOnce, PATIENCE_MS)];
  });
  try {
    const result = await work(signal);
    signal.throwIfAborted();
    return result;
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    for (const timer of timers) clearTimeout(timer);
    forget();
  }
}
