import { parseArgs } from "node:util";
import { ensureToolchain } from "./ensure";
import { exportLines, toolTable } from "./table";

const help = `npm run toolchain [-- COMMAND]

Has pulumi, its Node language host and its plugins ready in a cache folder outside the checkout:
downloaded as released where that is possible, else built with Go. They serve rehearsals and tests
and leave ~/.pulumi alone; a plugin that was built here is never for a real host.

  (nothing)  ready everything and print where each tool came from
  build      the same, without the table
  env        print lines for eval "$(npm run -s toolchain -- env)", for pulumi by hand

  HOMELAB_CACHE             another cache folder
  HOMELAB_TOOLCHAIN         auto (default), download or build: which ways are tried
  HOMELAB_GO                the go command to build with, where it is neither on PATH nor in a usual place
  HOMELAB_PULUMI_RELEASES   another place than Pulumi's own for its releases, such as a mirror
`;

/** Prints to standard output only what was asked for, so that eval and pipes work; progress goes to stderr. */
export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { help: { type: "boolean", short: "h" } },
    allowPositionals: true,
  });
  const [command = "table", ...rest] = positionals;
  if (values.help) return print(help.trimEnd());
  if (rest.length > 0 || !["table", "build", "env"].includes(command)) {
    process.stderr.write(`toolchain: unknown command "${positionals.join(" ")}", allowed are build, env; see --help\n`);
    return 2;
  }
  try {
    const toolchain = await ensureToolchain();
    if (command === "build") return 0;
    return print(command === "env" ? exportLines(toolchain) : toolTable(toolchain));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  }
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}
