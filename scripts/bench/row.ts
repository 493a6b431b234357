/** What a number must be to count as reached. */
export type Target = { readonly atMost: number } | { readonly atLeast: number };

/** How a number is written: seconds, a ratio of two of one run, MB of memory, requests a second, a share. */
export type MeasuredUnit = "s" | "×" | "MB" | "/s" | "%";

/** One line of the table: a number, measured once or several times. */
export interface Measurement {
  readonly what: string;
  readonly unit: MeasuredUnit;
  readonly samples: readonly number[];
  /** Absent where the number only explains another one. */
  readonly target?: Target;
  /** What the reader has to know to believe it. */
  readonly note?: string;
}

/** Where a row measures: its own folder below .rehearsal, which it may fill as it likes. */
export interface Bench {
  readonly repository: string;
  readonly directory: string;
  readonly say: (line: string) => void;
}

/** One thing that is measured, on request or always. */
export interface Row {
  readonly name: string;
  readonly about: string;
  /** Measured only when this flag, or the row's own name, is on the command line. */
  readonly flag?: "cold" | "real" | "tests";
  measure(bench: Bench): Promise<readonly Measurement[]>;
}
