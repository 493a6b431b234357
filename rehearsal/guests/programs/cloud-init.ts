import { failed, ok, program, type Outcome, type Process } from "../program";

/** `cloud-init status [--wait] [--long]`: 0 done, 1 failed, 2 done with complaints (since 23.4). */
async function status(args: readonly string[], { guest }: Process): Promise<Outcome> {
  if (args.includes("--wait")) await guest.cloudInit.finished;
  const { status, errors, recoverable } = guest.cloudInit;
  const degraded = recoverable.length > 0;
  const exitCode = errors.length > 0 ? 1 : degraded ? 2 : 0;
  const head = `status: ${status}\n`;
  if (!args.includes("--long") && !args.includes("-l")) return { stdout: head, exitCode };
  const word = errors.length > 0 ? "error - " : degraded ? "degraded " : "";
  const list = (name: string, items: readonly string[], empty: string): string =>
    items.length === 0 ? `${name}: ${empty}\n` : `${name}:\n${items.map((item) => `\t- ${item}\n`).join("")}`;
  const recoverableText = degraded
    ? `recoverable_errors:\nWARNING:\n${recoverable.map((item) => `\t- ${item}\n`).join("")}`
    : "recoverable_errors: {}\n";
  const stdout = `${head}extended_status: ${word}${status === "error" ? "done" : status}\nboot_status_code: enabled-by-generator\ndetail: DataSourceNoCloud [seed=/dev/sr0]\n${list("errors", errors, "[]")}${recoverableText}`;
  return { stdout, exitCode };
}

export const cloudInitTool = program("cloud-init", (args, process) => {
  const [verb = "", ...rest] = args;
  if (verb === "status") return status(rest, process);
  if (verb === "--version") return ok("/usr/bin/cloud-init 25.1.4-0ubuntu0~24.04.1\n");
  return failed(2, `cloud-init: error: argument subcommand: invalid choice: '${verb}'`);
});
