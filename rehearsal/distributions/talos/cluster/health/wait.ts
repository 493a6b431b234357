import { SKIP, type Check } from "./check";

export interface Waiting {
  /** Patience for all checks together. */
  readonly seconds: number;
  tell(line: string): void;
  pause(seconds: number): Promise<void>;
  /** Seconds of the simulation. */
  now(): number;
  readonly signal: AbortSignal;
}

/** One check after another until all hold; false when time was up. Tells every line once (pkg/cluster/check, Wait). */
export async function waitForChecks(checks: readonly Check[], waiting: Waiting): Promise<boolean> {
  const end = waiting.now() + waiting.seconds;
  for (const each of checks) {
    const { description, seconds } = each;
    let last = "";
    const tell = (outcome: string): void => {
      const line = `waiting for ${description}: ${outcome}`;
      if (line !== last) waiting.tell(line);
      last = line;
    };
    tell("...");
    for (;;) {
      const problem = await each.holds();
      tell(problem ?? "OK");
      if (problem === undefined || problem === SKIP) break;
      if (waiting.now() >= end || waiting.signal.aborted) return false;
      await waiting.pause(Math.min(seconds, Math.max(end - waiting.now(), 0.1)));
    }
  }
  return true;
}
