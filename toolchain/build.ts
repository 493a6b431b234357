import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { goEnvironment, type Go } from "./go";
import { executableOf, moduleOf, type Tool } from "./tools";

const run = promisify(execFile);
/** The linker leaves debugging information out (-w), so the compiler need not make it: a tenth of its work. */
const WITHOUT_DWARF = ["-gcflags", "all=-dwarf=false"];
const shownLines = 20;
const maxOutputBytes = 64 * 1024 * 1024;

/** Builds a tool from Go modules into an empty folder. */
export async function buildInto(folder: string, tool: Tool, go: Go, env: NodeJS.ProcessEnv): Promise<void> {
  const flags = `-s -w ${tool.linkerFlags ?? ""}`.trim();
  const args = ["build", ...WITHOUT_DWARF, "-ldflags", flags, "-o", `${folder}/`, ...tool.packages];
  try {
    await run(go.path, args, { cwd: moduleOf(tool), env: goEnvironment(env), maxBuffer: maxOutputBytes });
    const asks = { HOMELAB_GO: go.path, HOMELAB_GO_MODULE: moduleOf(tool) };
    if (tool.generate) await generate(folder, tool, { ...goEnvironment(env), ...asks });
  } catch (error) {
    throw new Error(`building ${tool.name} ${tool.version} failed:\n${lastLines(error)}`, { cause: error });
  }
}

/** Some tools read files that a generator, built beside them and then not needed any more, writes; it may ask Go, about the module too. */
async function generate(folder: string, tool: Tool, env: NodeJS.ProcessEnv): Promise<void> {
  const generators = tool.packages.map((name) => basename(name)).filter((name) => name !== executableOf(tool));
  for (const name of generators) {
    const program = join(folder, name);
    await run(program, [...(tool.generate ?? []), folder], { cwd: folder, env, maxBuffer: maxOutputBytes });
    rmSync(program);
  }
}

function lastLines(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  return (stderr?.trim() || message).split("\n").slice(-shownLines).join("\n");
}
