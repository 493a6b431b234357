import { basename } from "node:path";
import { UsageError } from "./cli/usage-error";

/** Pulumi's own rule for names of stacks, without those that begin with a dot or a hyphen: `..` is a folder, `-x` a flag. */
const allowed = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/;

/** Folders below `.rehearsal` that belong to no stack: the engine tests' and the measurements'. */
const taken = ["engine", "bench"];

/** The name itself, when it can name a stack: folders and files are called after it. Throws UsageError otherwise. */
export function checkedStackName(name: string): string {
  if (!allowed.test(name)) {
    throw new UsageError(
      `stack name: not a name of a stack, got ${JSON.stringify(name)}, must be 1 to 100 letters, digits, ".", "-" or "_" ` +
        `that begin with a letter, a digit or "_", e.g. "home-lab"`,
    );
  }
  if (taken.includes(name)) {
    throw new UsageError(
      `stack name: "${name}" is a folder of this project's own tests below .rehearsal, must be another, ` +
        `e.g. "${name}-1"; rename Pulumi.${name}.yaml`,
    );
  }
  return name;
}

/** The stack that a file is of: `some/Pulumi.mine.yaml` and `mine.yaml` are both `mine`. */
export function stackNameOfFile(file: string): string {
  return checkedStackName(basename(file).replace(/^Pulumi\.(?=.)|\.ya?ml$/g, ""));
}
