import { rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Count } from "./testing/count";
import { countGoTests } from "./testing/go-tests";
import { countJestTests } from "./testing/jest-tests";
import { setUpTools } from "./toolchain-setup";

const help = `Runs every level of tests: model, components, rehearsal, toolchain, engine, and the Go tests of the toolchain.

  npm test [-- --only <level>]...    the level's name, or "go"

Sets up dependencies and tools by itself. The last line is "N passed, N failed"; the exit status is 1 when any failed.`;

const repository = join(__dirname, "..");
const quick = ["model", "components", "rehearsal", "toolchain"];

export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { help: { type: "boolean" }, only: { type: "string", multiple: true } },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const wanted = (level: string): boolean => values.only?.includes(level) ?? true;
  await setUpTools();
  rmSync(join(repository, ".rehearsal", "engine"), { recursive: true, force: true });
  const counts: Count[] = [];
  const levels = quick.filter(wanted);
  // Jest would leave a core to whoever sits there.
  if (levels.length > 0) counts.push(await countJestTests([...select(levels), "--maxWorkers=100%"]));
  // Four engines side by side, on two cores too: most of the time each waits for the provider, which looks at its
  // tasks once a second. A plugin that outlives its test must not keep everybody waiting.
  if (wanted("engine")) counts.push(await countJestTests([...select(["engine"]), "--maxWorkers=4", "--forceExit"]));
  if (wanted("go")) counts.push(await countGoTests(join(repository, "toolchain", "go")));
  const sum = counts.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }));
  console.log(`${sum.passed} passed, ${sum.failed} failed`);
  return sum.failed > 0 || sum.passed === 0 ? 1 : 0;
}

const select = (levels: readonly string[]): string[] => ["--selectProjects", ...levels];
