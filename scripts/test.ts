import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Option } from "commander";
import { commandTyped, runCommand } from "./cli/command-line";
import { emptiedFolder } from "./private-folder";
import { type Count } from "./testing/count";
import { countGoTests } from "./testing/go-tests";
import { countJestTests } from "./testing/jest-tests";
import { withTestFolder } from "./testing/test-folder";
import { setUpTools } from "./toolchain-setup";

const about =
  "Runs every level of tests: model, components, simulator, rehearsal, toolchain, engine, and the Go tests of the toolchain.";

const more = `
Engine tests that repeat a kind of life on another distribution, or a fault at another moment, run with --all only.
Sets up dependencies and tools by itself. The last line is "N passed, N failed"; the exit status is 1 when any failed, 2
on bad usage.`;

const repository = join(__dirname, "..");
/** How many more processes of tests than cores there may be where engines run. */
const ENGINES_THAT_WAIT = 3;
const quick = ["model", "components", "simulator", "rehearsal", "toolchain"];

interface Flags {
  readonly only?: readonly string[];
  readonly all?: boolean;
}

export function main(args: readonly string[]): Promise<number> {
  const command = commandTyped("npm test --", about)
    .addOption(new Option("--only <level...>", "these levels").choices([...quick, "engine", "go"]))
    .option("--all", "also every row of the long engine tests, as CI does")
    .addHelpText("after", more);
  return runCommand(command, args, () => withTestFolder(() => test(command.opts<Flags>())));
}

async function test({ only, all }: Flags): Promise<number> {
  // Read by tests/support/further.ts.
  if (all) process.env["HOMELAB_TEST_ALL"] = "1";
  // An engine of a test is over before what it leaves in memory matters: tidying up takes a twentieth of its work.
  process.env["GOGC"] ??= "400";
  const wanted = (level: string): boolean => only?.includes(level) ?? true;
  await setUpTools({ platform: all ? "that of an engine test" : undefined });
  emptiedFolder(repository, "engine");
  const levels = [...quick, "engine"].filter(wanted);
  const counts: Count[] = await Promise.all([
    ...(levels.length > 0 ? [countJestTests(jestArguments(levels))] : []),
    ...(wanted("go") ? [countGoTests(join(repository, "toolchain", "go"))] : []),
  ]);
  const sum = counts.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }));
  console.log(`${sum.passed} passed, ${sum.failed} failed`);
  return sum.failed > 0 || sum.passed === 0 ? 1 : 0;
}

/**
 * All levels in one run, so that the quick ones work while engines wait. A file with an engine waits half of its time for
 * the processes it started; jest would even leave a core to whoever sits there. A plugin that outlives its test must not
 * keep everybody waiting.
 */
function jestArguments(levels: readonly string[]): string[] {
  const waiting = levels.includes("engine") ? ENGINES_THAT_WAIT : 0;
  return [
    "--selectProjects",
    ...levels,
    `--maxWorkers=${availableParallelism() + waiting}`,
    "--forceExit",
    `--testSequencer=${join(repository, "tests", "support", "test-order.cjs")}`,
  ];
}
