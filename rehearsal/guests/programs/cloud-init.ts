import { failed, ok, program, type Outcome, type Process } from "../program";

/**
 * `cloud-init status [--wait] [--long]`: 1 failed, 2 done with complaints where its release has that, else 0, also where it
 * was switched off (cloudinit/cmd/status.py).
 */
async function status(args: readonly string[], { guest }: Process): Promise<Outcome> {
  if (args.includes("--wait")) await guest.cloudInit.finished;
  const { status, errors, recoverable } = guest.cloudInit;
  const degraded = recoverable.length > 0 && guest.image.cloudInit.warnsByStatus;
  const exitCode = errors.length > 0 ? 1 : degraded ? 2 : 0;
  // It prints a dot while it waits, and only older ones end the line.
  const dots = args.includes("--wait") ? (guest.image.cloudInit.warnsByStatus ? "..." : "...\n") : "";
  const head = `${dots}status: ${status === "not run" ? "not started" : status}\n`;
  if (!args.includes("--long") && !args.includes("-l")) return { stdout: head, exitCode };
  const word = errors.length > 0 ? "error - " : degraded ? "degraded " : "";
  const list = (name: string, items: readonly string[], empty: string): string =>
    items.length === 0 ? `${name}: ${empty}\n` : `${name}:\n${items.map((item) => `\t- ${item}\n`).join("")}`;
  const recoverableText = degraded
    ? `recoverable_errors:\nWARNING:\n${recoverable.map((item) => `\t- ${item}\n`).join("")}`
    : "recoverable_errors: {}\n";
  const detail =
    status === "disabled" ? "Cloud-init disabled by cloud-init-generator" : "DataSourceNoCloud [seed=/dev/sr0]";
  const stdout = `${head}extended_status: ${word}${status === "error" ? "done" : status}\nboot_status_code: ${status === "disabled" ? "disabled" : "enabled"}-by-generator\ndetail: ${detail}\n${list("errors", errors, "[]")}${recoverableText}`;
  return { stdout, exitCode };
}

export const cloudInitTool = program("cloud-init", (args, process) => {
  const [verb = "", ...rest] = args;
  if (verb === "status") return status(rest, process);
  if (verb === "--version") return ok(`/usr/bin/cloud-init ${process.guest.image.cloudInit.version}\n`);
  return failed(2, `cloud-init: error: argument subcommand: invalid choice: '${verb}'`);
});
