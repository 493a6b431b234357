import type { WorldEvent } from "./world-event";

export type * from "./world-event";

type WithoutAt<T> = T extends WorldEvent ? Omit<T, "at"> : never;

/** The world's diary: everything ever emitted, and those who listen. */
export class EventLog {
  readonly all: WorldEvent[] = [];
  private readonly listeners = new Set<(event: WorldEvent) => void>();
  private nextSpan = 1;

  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  emit(event: WithoutAt<WorldEvent>): void {
    const dated = { at: this.now(), ...event } as WorldEvent;
    this.all.push(dated);
    for (const listener of this.listeners) listener(dated);
  }

  /** Calls back for every later event; returns how to stop. */
  listen(listener: (event: WorldEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Runs simulated work that takes `latencyMs` by the profile and records it as a span of the machine. */
  async span<T>(machine: string, label: string, latencyMs: number, work: () => Promise<T>): Promise<T> {
    const id = this.nextSpan++;
    const beganAt = this.now();
    this.emit({ kind: "span-begin", id, machine, label });
    try {
      const result = await work();
      this.emit({ kind: "span", id, machine, label, beganAt, latencyMs });
      return result;
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.emit({ kind: "span", id, machine, label, beganAt, latencyMs, error: text });
      throw error;
    }
  }
}
