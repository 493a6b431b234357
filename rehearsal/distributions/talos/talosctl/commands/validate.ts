import { MachineConfig } from "../../machine/config/machine-config";
import { multiError } from "../../machine/config/multi-error";
import { MachineConfigError, readTalosDocuments } from "../../machine/config/read-documents";
import { validate as findings } from "../../machine/config/validate";
import { FileFailure } from "../../../../operator/file-failure";
import { CommandError, warn, type Command, type Run } from "../command";
import { TalosctlUsageError } from "../flags";

const modes = ["metal", "cloud", "container"];

/** Offline: it asks no machine. */
export const validateCommand: Command = {
  path: "validate",
  flags: [
    { name: "config", short: "c", kind: "string" },
    { name: "mode", short: "m", kind: "string" },
    { name: "strict", kind: "bool" },
  ],
  run: async (run) => {
    const mode = run.flags.text("mode");
    if (mode === undefined) throw new TalosctlUsageError('required flag(s) "mode" not set');
    const path = run.flags.text("config") ?? "";
    const config = await read(run, path);
    if (!modes.includes(mode)) throw new CommandError(`unknown runtime mode: "${mode}"`);
    const { errors, warnings } = findings(config, {
      requiresInstall: mode === "metal",
      strict: run.flags.has("strict"),
    });
    for (const warning of warnings) warn(run, warning);
    const problem = multiError(errors);
    if (problem !== undefined) throw new CommandError(problem);
    run.terminal.out(`${path} is valid for ${mode} mode\n`);
  },
};

async function read({ terminal }: Run, path: string): Promise<MachineConfig> {
  try {
    return new MachineConfig(readTalosDocuments((await terminal.read(path)).content.toString()));
  } catch (error) {
    if (error instanceof MachineConfigError) throw new CommandError(error.message);
    if (!(error instanceof FileFailure)) throw error;
    throw new CommandError(`failed to read config file: open ${path}: ${error.reason}`);
  }
}
