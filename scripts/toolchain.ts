import { Argument } from "commander";
import { ensureToolchain } from "../toolchain/ensure";
import { exportLines, toolTable } from "../toolchain/table";
import { commandTyped, runCommand } from "./cli/command-line";

const about =
  "Installs pulumi, its Node language host and its plugins in a cache folder outside the checkout: downloaded as " +
  "released if possible, otherwise built with Go. They are for rehearsals and tests and do not touch ~/.pulumi; plugins " +
  "built here are never used for a real host.";

const more = `
  table  ready everything and print where each tool came from
  build  the same, without the table
  env    print lines for eval "$(npm run -s toolchain -- env)", for pulumi by hand

Environment:
  HOMELAB_CACHE             another cache folder
  HOMELAB_TOOLCHAIN         auto (default), download or build: which ways are tried
  HOMELAB_GO                the go command to build with, where it is neither on PATH nor in a usual place
  HOMELAB_PULUMI_RELEASES   another place than Pulumi's own for its releases, such as a mirror

Exit status: 0 ready, 1 a tool cannot be had, 2 bad usage.`;

/** Prints to standard output only what was asked for, so that eval and pipes work; progress goes to stderr. */
export function main(args: readonly string[]): Promise<number> {
  const command = commandTyped("npm run toolchain --", about)
    .addArgument(new Argument("[what]", "what to do").choices(["table", "build", "env"]).default("table"))
    .addHelpText("after", more);
  return runCommand(command, args, () => ready(String(command.processedArgs[0])));
}

async function ready(what: string): Promise<number> {
  const toolchain = await ensureToolchain();
  if (what !== "build") process.stdout.write(`${what === "env" ? exportLines(toolchain) : toolTable(toolchain)}\n`);
  return 0;
}
