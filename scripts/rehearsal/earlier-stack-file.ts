import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { UsageError } from "../cli/usage-error";
import { asTyped } from "../stack-files";

/** A stack file as it was before a change. */
export interface EarlierStackFile {
  readonly text: string;
  /** For people, e.g. `HEAD~1:Pulumi.asgard.yaml`. */
  readonly name: string;
}

/**
 * What `--from` names: any stack file by its path, or a revision of git, of which `file` is taken as it was there. A name
 * that is both is the file. Throws UsageError where it is neither.
 */
export function earlierStackFile(from: string, file: string): EarlierStackFile {
  if (from === "") throw unknown(from, file, "nothing is named");
  const typed = asTyped(from);
  if (isFile(typed)) return { text: readFileSync(typed, "utf8"), name: from };
  const name = `${from}:./${basename(file)}`;
  try {
    return { text: git(["show", "--end-of-options", name], dirname(resolve(file))), name: `${from}:${basename(file)}` };
  } catch (error) {
    throw unknown(from, file, saidBy(error), error);
  }
}

function unknown(from: string, file: string, said: string, cause?: unknown): UsageError {
  const what = `neither a file nor a revision of git that has ${basename(file)}`;
  return new UsageError(`--from: ${what}, got ${from}, must be e.g. HEAD; git says: ${said}`, { cause });
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();

function git(args: readonly string[], cwd: string): string {
  return execFileSync("git", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 2 ** 26 });
}

/** Git's first line, or why it could not be asked. */
function saidBy(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  return (stderr || message).trim().split("\n")[0] ?? "";
}
