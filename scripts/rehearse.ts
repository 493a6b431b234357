import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "../model/errors";
import { runCommand } from "./cli/command-line";
import { runRehearsal } from "./rehearsal/rehearse-run";
import { rehearseCommand, rehearseOptions } from "./rehearsal/rehearse-options";

const repository = join(__dirname, "..");

/** `npm start`: exit status 0 when all went well, 1 when anything was wrong, 2 on bad usage. */
export function main(args: readonly string[]): Promise<number> {
  const command = rehearseCommand();
  return runCommand(command, args, async () => {
    const options = rehearseOptions(command);
    const { file } = options;
    try {
      return await runRehearsal({ ...options, repository, args, stackFile: readFileSync(file, "utf8") });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      throw new Error(`${file} is refused, nothing was started:\n${error.message}`, { cause: error });
    }
  });
}
