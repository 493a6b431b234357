import { spawn } from "node:child_process";
import { join } from "node:path";
import { commandTyped, runCommand } from "./cli/command-line";

const about = "Checks everything that needs no simulation: format, lint, types, and the tests of model and components.";

const more = `
All four run, two at a time, whatever the first ones say.

Exit status: 0 nothing found, 1 any found something, 2 bad usage.`;

const repository = join(__dirname, "..");
const bin = (name: string): string => join(repository, "node_modules", ".bin", name);
const cache = join(repository, "node_modules", ".cache");

/** The longest first, so that two at a time end together. */
const checks: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ["lint", bin("eslint"), ".", "--cache", "--cache-location", join(cache, "eslint/")],
  ["tests", bin("jest"), "--selectProjects", "model", "components", "--maxWorkers=100%", "--silent"],
  ["types", bin("tsc"), "--noEmit", "--incremental", "--tsBuildInfoFile", join(cache, "types.tsbuildinfo")],
  ["format", bin("prettier"), "--check", "--log-level", "warn", "--cache", "."],
];

export function main(args: readonly string[]): Promise<number> {
  const command = commandTyped("npm run check --", about).addHelpText("after", more);
  return runCommand(command, args, check);
}

async function check(): Promise<number> {
  const waiting = [...checks];
  const work = async (): Promise<boolean> => {
    let good = true;
    for (let next = waiting.shift(); next; next = waiting.shift()) good = (await run(next)) && good;
    return good;
  };
  const results = await Promise.all([work(), work()]);
  return results.every(Boolean) ? 0 : 1;
}

/** Runs one check and shows what it says only when it found something. */
async function run([name, command, ...args]: (typeof checks)[number]): Promise<boolean> {
  const began = performance.now();
  const child = spawn(command, args, { cwd: repository, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (said += text.toString()));
  const status = await new Promise<number>((resolve) => {
    child.on("error", () => resolve(127));
    child.on("close", (code) => resolve(code ?? 1));
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${status === 0 ? "✔" : "✘"} ${name} (${seconds} s)${status === 0 ? "" : `\n${said}`}`);
  return status === 0;
}
