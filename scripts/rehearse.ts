import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ConfigError } from "../model/errors";
import { perform } from "./rehearsal/performance";
import { parseRehearseArgs, rehearseHelp, type RehearseOptions } from "./rehearsal/rehearse-options";
import { noSuchStackFile, stackFileOf } from "./stack-files";

const repository = join(__dirname, "..");

/** `npm start`: exit status 0 when all went well, 1 when anything was wrong, 2 on bad usage. */
export async function main(args: readonly string[]): Promise<number> {
  let options: RehearseOptions;
  try {
    options = parseRehearseArgs(args);
  } catch (error) {
    console.error(`${messageOf(error)}\nnpm start -- --help tells more`);
    return 2;
  }
  if (options.help) {
    console.log(rehearseHelp);
    return 0;
  }
  const file = options.stackFile ?? stackFileOf(options.stack);
  if (!existsSync(file)) {
    console.error(noSuchStackFile(resolve(file)));
    return 2;
  }
  try {
    const directory = join(repository, ".rehearsal", options.stack);
    return await perform({ ...options, repository, directory, args, stackFile: readFileSync(file, "utf8") });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(`${file} is refused, nothing was started:\n${messageOf(error)}`);
    return 1;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
