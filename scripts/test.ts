import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { countGoTests } from "./testing/go-tests";
import { setUpTools } from "./toolchain-setup";

const help = `Runs every level of tests: model, components, rehearsal, toolchain, engine, and the Go tests of the toolchain.

  npm test [-- --only <level>]...    the level's name, or "go"

Sets up dependencies and tools by itself. The last line is "N passed, N failed"; the exit status is 1 when any failed.`;

const repository = join(__dirname, "..");
const quick = ["model", "components", "rehearsal", "toolchain"];

export interface Count {
  readonly passed: number;
  readonly failed: number;
}

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
  if (levels.length > 0) counts.push(await jest([...select(levels)]));
  // One world, one engine and all their plugins at a time: side by side they would only disturb each other's clocks.
  if (wanted("engine")) counts.push(await jest([...select(["engine"]), "--runInBand"]));
  if (wanted("go")) counts.push(await countGoTests(join(repository, "toolchain", "go")));
  const sum = counts.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }));
  console.log(`${sum.passed} passed, ${sum.failed} failed`);
  return sum.failed > 0 || sum.passed === 0 ? 1 : 0;
}

const select = (levels: readonly string[]): string[] => ["--selectProjects", ...levels];

/** Jest's own report goes to the terminal, its counts to a file. */
async function jest(args: readonly string[]): Promise<Count> {
  const directory = mkdtempSync(join(tmpdir(), "homelab-test-"));
  const outputFile = join(directory, "result.json");
  const program = join(repository, "node_modules", "jest", "bin", "jest.js");
  const child = spawn(process.execPath, [program, ...args, "--json", `--outputFile=${outputFile}`], {
    cwd: repository,
    // The JSON that --json prints is in the file already.
    stdio: ["ignore", "ignore", "inherit"],
  });
  await new Promise((resolve) => child.on("close", resolve));
  try {
    const result = JSON.parse(readFileSync(outputFile, "utf8")) as Record<string, number>;
    // A file that cannot even be loaded has no test of its own to fail.
    return {
      passed: result.numPassedTests ?? 0,
      failed: (result.numFailedTests ?? 0) + (result.numRuntimeErrorTestSuites ?? 0),
    };
  } catch {
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
