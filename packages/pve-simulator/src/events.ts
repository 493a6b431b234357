import type { HostEvent } from "./host-event";

type WithoutAt<Event> = Event extends { readonly at: number } ? Omit<Event, "at"> : never;

/** Receives what happens on the hosts. */
export interface EventSink {
  emit(event: WithoutAt<HostEvent>): void;
  /** Runs simulated work that takes `latencyMs` by the profile and records it as a span of the machine. */
  span<T>(machine: string, label: string, latencyMs: number, work: () => Promise<T>): Promise<T>;
}

/** Everything ever emitted, and those who listen; `Event` are the kinds that a simulation has besides the hosts'. */
export class EventLog<Event extends { readonly at: number } = HostEvent> implements EventSink {
  readonly all: (Event | HostEvent)[] = [];
  private readonly listeners = new Set<(event: Event | HostEvent) => void>();
  private nextSpan = 1;

  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  emit(event: WithoutAt<Event | HostEvent>): void {
    const dated = { at: this.now(), ...event } as Event | HostEvent;
    this.all.push(dated);
    for (const listener of this.listeners) listener(dated);
  }

  /** Calls back for every later event; returns how to stop. */
  listen(listener: (event: Event | HostEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

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
