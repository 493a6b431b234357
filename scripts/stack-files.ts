import { existsSync, readdirSync, type Stats, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { inWords } from "./cli/in-words";
import { UsageError } from "./cli/usage-error";
import { checkedStackName, stackNameOfFile } from "./stack-name";

const repository = join(__dirname, "..");

/** A stack and the file that says what it is. */
export interface StackAndFile {
  readonly stack: string;
  /** Its path; the file exists. */
  readonly file: string;
}

/** Names of the stacks whose files lie in this checkout. */
export function stackNames(): readonly string[] {
  return readdirSync(repository).flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);
}

/** Where a stack's file is, or would be. */
export function stackFileOf(stack: string): string {
  return join(repository, `Pulumi.${stack}.yaml`);
}

/** The stack that a person names: by its name, for this checkout's own file, or by the path of any stack file. */
export function stackNamed(argument: string): StackAndFile {
  if (isPath(argument)) return stackInFile(argument);
  const stack = checkedStackName(argument);
  return existing({ stack, file: stackFileOf(stack) });
}

/** The stack of a command line's `[stack]` and `--stack-file`; `otherwise` names it where it says neither. */
export function chosenStack(
  named: string | undefined,
  path: string | undefined,
  otherwise: () => string,
): StackAndFile {
  if (path === undefined) return stackNamed(named ?? otherwise());
  return { ...stackInFile(path), ...(named === undefined ? {} : { stack: checkedStackName(named) }) };
}

/** The stack of any stack file, which need not lie in this checkout. */
function stackInFile(path: string): StackAndFile {
  return existing({ stack: stackNameOfFile(path), file: asTyped(path) });
}

/** The stack of this checkout that somebody names, by name or by its file: the engine reads no other place. */
export function stackOfCheckout(argument: string): StackAndFile {
  const found = stackNamed(argument);
  const own = stackFileOf(found.stack);
  if (resolve(found.file) === own) return found;
  throw new UsageError(
    `stack file: outside this checkout, which a real host needs, got ${found.file}, must be ${own}; copy it there, and name the stack`,
  );
}

/** A name has neither folders nor an extension. */
function isPath(argument: string): boolean {
  return argument.includes("/") || /\.ya?ml$/.test(argument);
}

/** npm runs scripts in the checkout's folder and keeps in INIT_CWD where the person was who typed the path. */
export function asTyped(path: string): string {
  const typed = resolve(process.env["INIT_CWD"] ?? "", path);
  return existsSync(typed) ? typed : resolve(path);
}

/** No stack file is as large: a disk image given as one would be read for minutes. */
const LARGEST_MIB = 8;
const MIB = 1024 * 1024;

function existing(found: StackAndFile): StackAndFile {
  const { file } = found;
  const stat = statOf(file);
  if (stat?.isFile() === true && stat.size > LARGEST_MIB * MIB) {
    throw new UsageError(
      `stack file: too large, got ${file} of ${Math.ceil(stat.size / MIB)} MiB, must be a stack file of at most ${LARGEST_MIB} MiB`,
    );
  }
  if (stat?.isFile() === true) return found;
  const what = existsSync(file) ? "is no file" : "does not exist";
  const there = stackNames().join(", ") || "none";
  throw new UsageError(`stack file: ${what}, got ${file}, must be a stack file; stacks of this checkout: ${there}`);
}

/** What the operating system says of a path that cannot be one is said as of one that leads nowhere. */
function statOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    throw new UsageError(`stack file: ${inWords(error)}`, { cause: error });
  }
}
