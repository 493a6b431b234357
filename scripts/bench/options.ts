import { parseArgs } from "node:util";
import type { Row } from "./row";

export interface BenchOptions {
  readonly help: boolean;
  readonly rows: readonly Row[];
  /** Where to write the numbers as JSON. */
  readonly json: string | undefined;
  /** How long to wait before each row for others to leave the machine alone, in seconds. */
  readonly patience: number;
}

/** Reads the command line; throws with one line about what is wrong with it. */
export function parseBenchArgs(args: readonly string[], all: readonly Row[]): BenchOptions {
  const flag = { type: "boolean", default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string", multiple: true, default: [] },
      json: { type: "string" },
      patience: { type: "string", default: "60" },
      ...{ help: flag, cold: flag, real: flag, tests: flag },
    },
  });
  const unknown = values.only.find((name) => !all.some((row) => row.name === name));
  if (unknown !== undefined)
    throw new Error(`no row "${unknown}"; there are ${all.map(({ name }) => name).join(", ")}`);
  const patience = Number(values.patience);
  if (!(patience >= 0)) throw new Error(`--patience: seconds, got "${values.patience}"`);
  const rows = values.only.length > 0 ? named(all, values.only) : all.filter((row) => !row.flag || values[row.flag]);
  return { help: values.help, rows, json: values.json, patience };
}

function named(all: readonly Row[], names: readonly string[]): Row[] {
  return all.filter(({ name }) => names.includes(name));
}

export function benchHelp(all: readonly Row[]): string {
  const width = Math.max(...all.map(({ name }) => name.length));
  const lines = all.map(({ name, about, flag }) => `  ${name.padEnd(width)}  ${about}${flag ? ` (--${flag})` : ""}`);
  return `Measures the numbers this project promises and says which are reached.

  npm run bench                    every row that needs no flag, about six minutes
      --only <row>                 this row, flag or not; repeatable
      --cold --real --tests        the rows that take minutes each, too
      --json <file>                the numbers for programs as well
      --patience <seconds>         how long to wait before a row for a quiet machine (default 60)
      --help

Rows:
${lines.join("\n")}

A number is the median of its runs, with the smallest and the largest. Things that are compared are measured in turn on
one world. "load" is the kernel's one-minute average and the cores that others kept busy meanwhile. Everything is
written below .rehearsal/bench. Exit status 1 when a row could not be measured; a missed target is no failure.`;
}
