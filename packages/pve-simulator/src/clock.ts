/** Time of the simulation, injected everywhere so that tests never sleep. */
export interface Clock {
  /** Milliseconds since the simulation began. */
  now(): number;
  /** Resolves after that many milliseconds of the simulation's time; nobody is kept waiting for it once the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The wall clock: rehearsals run on it, so that what they measure is what a person waits. */
export function realClock(): Clock {
  const began = performance.now();
  return {
    now: () => performance.now() - began,
    sleep: (ms, signal) => timeout(ms, signal),
  };
}

function timeout(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener("abort", end, { once: true });
  });
}

/** Waits for a promise or the signal, whichever is first, and leaves no listener at a signal that outlives thousands of waits. */
async function orAborted(awaited: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return awaited;
  let end = (): void => undefined;
  const aborted = new Promise<void>((resolve) => {
    end = resolve;
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", end, { once: true });
  });
  await Promise.race([awaited, aborted]);
  signal.removeEventListener("abort", end);
}

/** The wall clock, with which a test can leap ahead (hours are gone, and nobody waited for them) or hold its breath. */
export class LeapingClock implements Clock {
  private readonly wall = realClock();
  private ahead = 0;
  private held: Promise<void> | undefined;

  now(): number {
    return this.wall.now() + this.ahead;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await this.wall.sleep(ms, signal);
    while (this.held && signal?.aborted !== true) await orAborted(this.held, signal);
  }

  /** Nobody who sleeps wakes up until the function that this returns is called, unless his sleep is cut short. */
  hold(): () => void {
    let goOn = (): void => undefined;
    this.held = new Promise((resolve) => (goOn = resolve));
    return () => {
      this.held = undefined;
      goOn();
    };
  }

  /** Current sleepers keep their remaining time. */
  leap(ms: number): void {
    this.ahead += ms;
  }
}

/** A clock that a test advances by hand. */
export class ManualClock implements Clock {
  private time = 0;
  private readonly sleepers: { at: number; wake: () => void }[] = [];

  now(): number {
    return this.time;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    const end = new Promise<void>((wake) => this.sleepers.push({ at: this.time + ms, wake }));
    return orAborted(end, signal);
  }

  /** Moves time on and lets everybody whose sleep ends run, in order. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      const next = this.sleepers.filter((s) => s.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.time = Math.max(this.time, next.at);
      this.sleepers.splice(this.sleepers.indexOf(next), 1);
      next.wake();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.time = end;
  }
}
