import { closeSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "./cli/command-line";
import { describeMachine, underLoad, waitForQuiet } from "./bench/load";
import { benchCommand, benchOptions, type BenchOptions } from "./bench/options";
import type { Row } from "./bench/row";
import { rows } from "./bench/rows";
import { renderTable, benchJson, type RowOutcome } from "./bench/table";
import { emptiedFolder } from "./private-folder";

const repository = join(__dirname, "..");
const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** `npm run bench`: the table goes to standard output, what happens meanwhile to standard error. */
export function main(args: readonly string[]): Promise<number> {
  const command = benchCommand(rows);
  return runCommand(command, args, () => bench(benchOptions(command, rows)));
}

async function bench(options: BenchOptions): Promise<number> {
  const machine = describeMachine();
  const outcomes: RowOutcome[] = [];
  // A file that cannot be written is said before an hour's work, not after it.
  if (options.json !== undefined) closeSync(openSync(options.json, "a"));
  for (const row of options.rows) outcomes.push(await measure(row, options.patience));
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify(benchJson(outcomes, machine), null, 2)}\n`);
  console.log(`${machine}\n\n${renderTable(outcomes)}`);
  return outcomes.every(({ failure }) => failure === undefined) ? 0 : 1;
}

/** One row in a fresh folder; what goes wrong in it stops no other. */
async function measure(row: Row, patience: number): Promise<RowOutcome> {
  const directory = emptiedFolder(repository, "bench", row.name);
  await waitForQuiet(patience);
  say(`${row.name}: ${row.about} …`);
  try {
    const { result, load } = await underLoad(() => row.measure({ repository, directory, say }));
    return { row: row.name, load, measurements: result };
  } catch (error) {
    return { row: row.name, load: undefined, measurements: [], failure: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
