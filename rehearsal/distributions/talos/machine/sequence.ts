import { randomUUID } from "node:crypto";

/** One step of a sequence, in the names of machined's sequencer. */
export interface SequencePhase {
  readonly name: string;
  readonly task: string;
  run(): Promise<void>;
  /** Goes on when the step fails. */
  readonly forgiving?: boolean;
}

/** What the stream of events tells of a sequence. */
export interface SequenceEvent {
  /** As talosctl prints it. */
  readonly text: string;
  /** The services are being stopped, which is enough for clients that wait for a reset or a shutdown. */
  readonly stopping?: boolean;
  /** The sequence ended with this. */
  readonly error?: string;
}

/** What a machine does to reboot, reset, shut down or upgrade. */
export class Sequence {
  readonly actorId = randomUUID();
  readonly name: string;
  private readonly phases: readonly SequencePhase[];
  private readonly past: SequenceEvent[] = [];
  private readonly listeners = new Set<(event: SequenceEvent) => void>();

  constructor(name: string, phases: readonly SequencePhase[]) {
    this.name = name;
    this.phases = phases;
  }

  /** Calls back for every event, those that are past included. */
  listen(listener: (event: SequenceEvent) => void): void {
    this.past.forEach(listener);
    this.listeners.add(listener);
  }

  async run(): Promise<void> {
    this.tell({ text: `sequence: ${this.name} action: START` });
    for (const step of this.phases) {
      const { name, task, forgiving } = step;
      this.tell({ text: `phase: ${name} action: START` });
      this.tell({ text: `task: ${task} action: START`, stopping: task === "stopAllServices" });
      try {
        await step.run();
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        if (forgiving !== true)
          return this.fail(`error running phase in ${this.name} sequence: task 1/1: failed, ${message}`);
      }
      this.tell({ text: `task: ${task} action: STOP` });
      this.tell({ text: `phase: ${name} action: STOP` });
    }
  }

  /** talosctl prints message and code the wrong way round. */
  private fail(message: string): void {
    this.tell({ text: `sequence: ${this.name} action: NOOP error: [code: ${message} message: FATAL]`, error: message });
  }

  private tell(event: SequenceEvent): void {
    this.past.push(event);
    for (const listener of this.listeners) listener(event);
  }
}
