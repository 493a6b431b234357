import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { goEnvironment } from "../../toolchain/go";

/** One line of `go test -json`. */
interface GoEvent {
  readonly Action: string;
  readonly Package?: string;
  readonly Test?: string;
  readonly Output?: string;
}

/** Runs the Go tests of a module and counts them; a package that does not build counts as one failure. */
export async function countGoTests(directory: string): Promise<{ passed: number; failed: number }> {
  const child = spawn("go", ["test", "-json", "./..."], {
    cwd: directory,
    // As the tools are built, or every dependency would be compiled a second time.
    env: goEnvironment(process.env),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const count = { passed: 0, failed: 0 };
  const output = new Map<string, string>();
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => {
    const event = parsed(line);
    if (!event) return;
    const key = `${event.Package} ${event.Test ?? ""}`;
    if (event.Action === "output") output.set(key, (output.get(key) ?? "") + (event.Output ?? ""));
    if (event.Test !== undefined && event.Action === "pass") count.passed += 1;
    if (event.Action === "fail") {
      if (event.Test !== undefined) count.failed += 1;
      process.stderr.write(output.get(key) ?? "");
    }
  });
  const status = await new Promise<number>((resolve) => {
    child.on("error", () => resolve(127));
    child.on("close", (code) => resolve(code ?? 1));
  });
  if (status === 127) {
    process.stderr.write("Go is not installed: the toolchain's Go tests were not run\n");
    return { passed: 0, failed: 0 };
  }
  return status !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

function parsed(line: string): GoEvent | undefined {
  try {
    return JSON.parse(line) as GoEvent;
  } catch {
    return undefined;
  }
}
