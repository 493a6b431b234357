/** Where progress is written: `process.stdout`, or a test's stand-in. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

/** What a person sees while a rehearsal runs. */
export interface Progress {
  /** A run begins. */
  phase(name: string): void;
  /** The run is over; `text` says how it ended, e.g. `ok` or `failed`. */
  phaseEnded(text: string): void;
  /** A line that stays, e.g. a violated invariant. */
  note(text: string): void;
  /** Always call it, also after a failure: it gives the terminal back. */
  stop(): void;
}
