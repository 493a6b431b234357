import { failed, program, type Outcome, type Process } from "../../program";
import { JobError } from "../../systemd/job-error";
import { withSuffix } from "../../systemd/unit-name";
import { parseFlags } from "../flags";
import { changes } from "./changes";
import { questions } from "./questions";

const grammar = {
  flags: [
    "q",
    "quiet",
    "now",
    "no-block",
    "no-pager",
    "l",
    "full",
    "no-ask-password",
    "f",
    "force",
    "a",
    "all",
    "no-reload",
    "runtime",
  ],
  values: ["t", "type", "p", "property", "n", "lines", "o", "output"],
};

async function systemctl(args: readonly string[], process: Process): Promise<Outcome> {
  const { flags, operands, unknown } = parseFlags(args, grammar);
  if (unknown) return failed(1, `systemctl: unrecognized option '${unknown}'`);
  const [verb = "list-units", ...names] = operands;
  if (changes.has(verb) && process.user.uid !== 0) return refused(verb, names);
  const act = changes.get(verb) ?? questions.get(verb);
  if (!act) return failed(1, `Unknown command verb '${verb}'.`);
  try {
    return await act({ process, names: names.map(withSuffix), flags, quiet: flags.has("q") || flags.has("quiet") });
  } catch (error) {
    if (error instanceof JobError) return failed(error.exitCode, error.message);
    throw error;
  }
}

function refused(verb: string, [name = "daemon"]: readonly string[]): Outcome {
  const exitCode = verb === "daemon-reload" ? 1 : 4;
  return failed(exitCode, `Failed to ${verb} ${name}: Interactive authentication required.`);
}

export const systemctlTool = program("systemctl", systemctl);
