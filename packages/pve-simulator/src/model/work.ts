import { AsyncLocalStorage } from "node:async_hooks";
import type { Clock } from "../clock";

/** What a host does for a task. When its power goes, the work stops where it is: nothing is cleaned up. */
export class Work {
  private hasStopped = false;
  private readonly afterwards: (() => void)[] = [];
  /** Resolves when the host is on again. */
  readonly over = new Promise<void>((resolve) => this.whenForgotten(resolve));

  get isCutOff(): boolean {
    return this.hasStopped;
  }

  cutOff(): void {
    this.hasStopped = true;
  }

  /** The host is on again: what dead work held is free. */
  forget(): void {
    for (const release of this.afterwards.splice(0)) release();
  }

  whenForgotten(release: () => void): void {
    this.afterwards.push(release);
  }
}

const working = new AsyncLocalStorage<Work>();

/** The work that the code now running is part of. */
export const currentWork = (): Work | undefined => working.getStore();

export const during = <T>(work: Work, run: () => T): T => working.run(work, run);

/** Runs shared work, independent of the task that started it. */
export const forAll = <T>(run: () => T): T => working.exit(run);

/** Whether the code now running is part of work that was cut off. */
export const isCutOff = (): boolean => currentWork()?.isCutOff === true;

/** What such work waits for from then on. */
export const never = new Promise<never>(() => undefined);

/** The hosts' clock: a sleeper on a host that loses power never wakes up. */
export function clockOfHosts(clock: Clock): Clock {
  return {
    now: () => clock.now(),
    sleep: async (ms, signal) => {
      await clock.sleep(ms, signal);
      if (isCutOff()) await never;
    },
  };
}
