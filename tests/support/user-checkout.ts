import { spawn } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { SimulationFault } from "../../rehearsal/faults";
import type { Simulation } from "../../rehearsal/start-simulation";
import { planOf } from "../../scripts/engine/plan-of";
import { openSession } from "../../scripts/rehearsal/session";
import { setUpTools } from "../../scripts/toolchain-setup";
import { cacheFolder } from "../../model/cache-folder";
import { start, type Running } from "./interrupted";
import { hasty } from "./rehearsal";
import { seedOfThisRun } from "./seed";

const repository = join(__dirname, "..", "..");
const program = [
  "components",
  "distributions",
  "model",
  "os",
  "packages",
  "preload",
  "rehearsal",
  "scripts",
  "stack",
  "steps",
  "toolchain",
];
const files = ["index.ts", "package.json", "package-lock.json", "Pulumi.yaml", "tsconfig.json"];

export interface Ran {
  readonly status: number | null;
  readonly output: string;
}

/** Puts the program of this checkout into a folder, as a clone of it would be. */
export function cloneInto(checkout: string): void {
  for (const name of program) cpSync(join(repository, name), join(checkout, name), { recursive: true });
  for (const name of files) copyFileSync(join(repository, name), join(checkout, name));
  symlinkSync(join(repository, "node_modules"), join(checkout, "node_modules"));
}

/** A user's own checkout with one stack, whose host happens to be simulated. */
export interface UserCheckout {
  readonly simulation: Simulation;
  /** Runs an npm script as the user would type it; `typed` is what the user answers. */
  npm(script: string, args: readonly string[], typed?: string): Promise<Ran>;
  /** Starts one, which is to be interrupted. */
  start(script: string, args: readonly string[], tty: boolean): Running;
  /** Everything of this user: checkout, home, temporary files. */
  readonly folder: string;
  readonly checkout: string;
  /** Where the user's programs put temporary files. */
  readonly temporary: string;
  close(): Promise<void>;
}

/**
 * The plugins lie in a PULUMI_HOME of the user's own. They are the compatible ones, which only a test may do: the
 * scripts refuse them where they find them in the toolchain's folder, because a real host deserves the released ones.
 */
export async function userCheckout(
  stack: string,
  stackFile: string,
  faults: readonly SimulationFault[],
): Promise<UserCheckout> {
  const tools = await setUpTools();
  const folder = mkdtempSync(join(tmpdir(), "homelab-user-"));
  const checkout = join(folder, "checkout");
  cloneInto(checkout);

  const simulation = { latencies: hasty, faults, seed: seedOfThisRun() };
  const options = { repository: checkout, stack, stackFile, directory: folder, tools, ...simulation };
  const session = await openSession({ ...options, dialAttempts: 10 }, planOf(stackFile, stack));
  const { settings } = session.workspace.pulumi;
  copyFileSync(join(settings.cwd, `Pulumi.${stack}.yaml`), join(checkout, `Pulumi.${stack}.yaml`));

  const home = join(folder, "home", ".pulumi");
  mkdirSync(home, { recursive: true });
  symlinkSync(join(settings.env.PULUMI_HOME ?? "", "plugins"), join(home, "plugins"));
  const path = [dirname(tools.program), process.env.PATH].join(delimiter);
  const temporary = join(folder, "tmp");
  mkdirSync(temporary);
  const env = { ...settings.env, PULUMI_HOME: home, PATH: path, TMPDIR: temporary, HOMELAB_CACHE: cacheFolder() };
  return {
    simulation: session.simulation,
    folder,
    checkout,
    temporary,
    start: (script, args, tty) => {
      // npm exits at once when signalled, and its parent no longer learns about the command.
      const direct = [process.execPath, join(checkout, "scripts", "run.mjs"), script];
      const typed = script === "rehearse" ? "start" : script;
      return start([...(tty ? ["npm", "run", "-s", typed, "--"] : direct), ...args], { cwd: checkout, env, tty });
    },
    npm: (script, args, typed = "") => run("npm", ["run", "-s", script, "--", ...args], { cwd: checkout, env }, typed),
    close: async () => {
      await session.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function run(
  command: string,
  args: readonly string[],
  place: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
  typed: string,
): Promise<Ran> {
  const child = spawn(command, args, { ...place, stdio: "pipe" });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (output += text.toString()));
  child.stdin.end(typed);
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, output })));
}
