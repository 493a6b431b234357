import { dirname, join, normalize } from "node:path";
import { FileFailure } from "../../../../operator/file-failure";
import type { FileStatus } from "../../../../operator/operator-program";
import { connectTalosctl, failIfMultiple } from "../client";
import { CommandError, type Command, type Run } from "../command";

export const kubeconfig: Command = {
  path: "kubeconfig",
  operands: [0, 1],
  flags: [
    { name: "force", short: "f", kind: "bool" },
    { name: "force-context-name", kind: "string" },
    { name: "merge", short: "m", kind: "bool", on: true },
  ],
  run: async (run) => {
    const client = await connectTalosctl(run);
    failIfMultiple(client, "kubeconfig");
    const path = await placeOf(run);
    const text = await client.only<string>("MachineService/Kubeconfig", {}, "error copying: ");
    if (path === "-") run.terminal.out(text);
    else await run.terminal.write(path, text, 0o600);
  },
};

/** Where it goes: a folder gets a file named kubeconfig, an existing file is overwritten by force alone. */
async function placeOf({ flags, operands, terminal }: Run): Promise<string> {
  const merges = flags.has("merge");
  const home = join(terminal.env.HOME ?? "", ".kube", "config");
  const wanted = normalize(operands[0] ?? (merges ? (terminal.env.KUBECONFIG ?? home) : terminal.cwd));
  const first = await statusOf(terminal, wanted);
  if (!first) await terminal.makeDirectories(dirname(wanted), 0o755);
  const path = first?.directory === true ? join(wanted, "kubeconfig") : wanted;
  if (!(await statusOf(terminal, path))) return path;
  if (merges) throw new CommandError(`merging into "${path}" is not simulated: use --merge=false`);
  if (!flags.has("force"))
    throw new CommandError(`kubeconfig file already exists, use --force to overwrite: "${path}"`);
  return path;
}

async function statusOf(terminal: Run["terminal"], path: string): Promise<FileStatus | undefined> {
  try {
    return await terminal.stat(path);
  } catch (error) {
    if (error instanceof FileFailure && error.code === "ENOENT") return undefined;
    if (!(error instanceof FileFailure)) throw error;
    throw new CommandError(`error checking path "${path}": stat ${path}: ${error.reason}`);
  }
}
