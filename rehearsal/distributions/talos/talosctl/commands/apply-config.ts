import type { ApplyAnswer, ApplyMode, ApplyRequest } from "../../machine/api/apply-configuration";
import { FileFailure } from "../../../../operator/file-failure";
import { connectTalosctl, connectInsecurely } from "../client";
import { CommandError, warn, type Command, type Run } from "../command";

const modes: Readonly<Record<string, ApplyMode>> = {
  auto: "AUTO",
  "no-reboot": "NO_REBOOT",
  reboot: "REBOOT",
  staged: "STAGED",
  try: "TRY",
};

/** How long a trial lasts (constants.ConfigTryTimeout). */
const TRY_SECONDS = 60;

export const applyConfig: Command = {
  path: "apply-config",
  aliases: ["apply"],
  operands: [0, 1],
  flags: [
    { name: "file", short: "f", kind: "string" },
    { name: "insecure", short: "i", kind: "bool" },
    { name: "dry-run", kind: "bool" },
    { name: "mode", short: "m", kind: "choice", choices: Object.keys(modes) },
    { name: "timeout", kind: "duration" },
    { name: "cert-fingerprint", kind: "list" },
  ],
  run: async (run) => {
    const { flags, operands } = run;
    if (operands.length > 0) throw new CommandError(`unknown positional argument ${operands[0] ?? ""}`);
    const request: ApplyRequest = {
      data: await readConfig(run),
      mode: modes[flags.text("mode") ?? "auto"] ?? "AUTO",
      dryRun: flags.has("dry-run"),
      tryTimeoutSeconds: flags.seconds("timeout", TRY_SECONDS),
    };
    const client = flags.has("insecure") ? connectInsecurely(run) : await connectTalosctl(run);
    const answers = await client.all(
      "MachineService/ApplyConfiguration",
      request,
      "error applying new configuration: ",
    );
    for (const { value } of answers) {
      const { warnings, details } = value as ApplyAnswer;
      for (const warning of warnings) warn(run, warning);
      run.terminal.err(`${details}\n`);
    }
  },
};

/** A dash is the name of a file here, as everywhere in talosctl but with `kubeconfig`. */
async function readConfig({ flags, terminal }: Run): Promise<string> {
  const path = flags.text("file") ?? "";
  if (path === "") throw new CommandError("no filename supplied for configuration");
  try {
    const text = (await terminal.read(path)).content.toString();
    if (text === "") throw new CommandError("no configuration data read");
    return text;
  } catch (error) {
    if (!(error instanceof FileFailure)) throw error;
    throw new CommandError(`failed to read configuration from "${path}": open ${path}: ${error.reason}`);
  }
}
