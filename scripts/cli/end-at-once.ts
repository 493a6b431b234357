import { killDescendants } from "../engine/process-tree";
import { INTERRUPTED, onInterruption } from "./interruption";

/** Ends this process, and before it everything that it started. */
export function endAtOnce(): never {
  killDescendants();
  process.exit(INTERRUPTED);
}

/** From now on a signal that no command listens to itself ends it at once: nothing of a quick one is worth waiting for. */
export const endWhenInterrupted = (): void => void onInterruption(endAtOnce);
