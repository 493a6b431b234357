import { chmodSync, lstatSync, mkdirSync } from "node:fs";
import { join } from "node:path";

/** For its owner only: a run's own folders hold keys and passwords, if only those of a simulated world. */
export const OWNER_ONLY = 0o700;

/**
 * The folder for everything that is written about a stack, `.rehearsal/<stack>` of a checkout, made where it is missing
 * and closed to everybody else. What lies in it is overwritten and removed, so neither it nor `.rehearsal` may be a link:
 * that would lead somewhere else.
 */
export function privateFolder(repository: string, stack: string): string {
  const folder = [".rehearsal", stack].reduce((parent, name) => realFolder(join(parent, name)), repository);
  chmodSync(folder, OWNER_ONLY);
  return folder;
}

/** The folder itself, made for its owner only when it is missing; throws for a link or a file in its place. */
export function realFolder(folder: string): string {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined) mkdirSync(folder, { mode: OWNER_ONLY });
  else if (!found.isDirectory()) {
    const what = found.isSymbolicLink() ? "a link" : "a file";
    throw new Error(
      `${folder}: is ${what}, must be a folder, for what lies in it is removed by the next run; remove ${what.slice(2)} or move it away`,
    );
  }
  return folder;
}
