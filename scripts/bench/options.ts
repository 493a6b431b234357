import { Option, type Command } from "commander";
import { commandTyped, value } from "../cli/command-line";
import type { Row } from "./row";

export interface BenchOptions {
  readonly rows: readonly Row[];
  /** Where to write the numbers as JSON. */
  readonly json: string | undefined;
  /** How long to wait before each row for others to leave the machine alone, in seconds. */
  readonly patience: number;
}

/** What the parser leaves of the flags. */
interface Flags extends Readonly<Partial<Record<NonNullable<Row["flag"]>, boolean>>> {
  readonly only?: readonly string[];
  readonly json?: string;
  readonly patience: number;
}

export function benchCommand(all: readonly Row[]): Command {
  const command = commandTyped(
    "npm run bench --",
    "Measures the numbers this project promises, and says which are met.",
  )
    .addOption(new Option("--only <row...>", "only these rows").choices(all.map(({ name }) => name)))
    .option("--json <file>", "also write the numbers as JSON")
    .option("--patience <seconds>", "how long to wait for a quiet machine before each row", value(seconds), 60)
    .addHelpText("after", more(all));
  for (const flag of flagsOf(all)) command.option(`--${flag}`, `the rows marked ${flag}, which take minutes each, too`);
  return command;
}

export function benchOptions(command: Command, all: readonly Row[]): BenchOptions {
  const { only, json, patience, ...wanted } = command.opts<Flags>();
  const chosen = ({ name, flag }: Row): boolean =>
    only === undefined ? flag === undefined || wanted[flag] === true : only.includes(name);
  return { rows: all.filter(chosen), json, patience };
}

const DAY = 86_400;

function seconds(text: string): number {
  const number = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || number > DAY)
    throw new Error('must be a number of seconds, at most a day, e.g. "60"');
  return number;
}

function flagsOf(all: readonly Row[]): NonNullable<Row["flag"]>[] {
  return [...new Set(all.flatMap(({ flag }) => flag ?? []))];
}

function more(all: readonly Row[]): string {
  const width = Math.max(...all.map(({ name }) => name.length));
  const lines = all.map(({ name, about, flag }) => `  ${name.padEnd(width)}  ${about}${flag ? ` (--${flag})` : ""}`);
  return `
Rows:
${lines.join("\n")}

A number is the median of its runs, with the smallest and the largest. Things that are compared are measured in turn on
one simulation. "load" is the kernel's one-minute average and the cores that others kept busy meanwhile. Everything is
written below .rehearsal/bench. Exit status 1 when a row could not be measured, 2 on bad usage; a missed target is no
failure.`;
}
