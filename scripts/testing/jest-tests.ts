import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheFolder } from "../../model/cache-folder";
import type { Count } from "./count";

const repository = join(__dirname, "..", "..");

/** Jest's own report goes to the terminal, its counts to a file. */
export async function countJestTests(args: readonly string[]): Promise<Count> {
  const directory = mkdtempSync(join(tmpdir(), "homelab-test-"));
  const outputFile = join(directory, "result.json");
  const program = join(repository, "node_modules", "jest", "bin", "jest.js");
  // Jest would keep what it has read of the code among temporary files, which are gone after a run.
  const kept = `--cacheDirectory=${join(cacheFolder(), "jest")}`;
  const child = spawn(process.execPath, [program, ...args, kept, "--json", `--outputFile=${outputFile}`], {
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
