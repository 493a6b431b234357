import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** For its owner only: a run's own folders hold keys and passwords, if only those of a simulated simulation. */
export const OWNER_ONLY = 0o700;

/**
 * The folder for everything that is written about a stack, `.rehearsal/<stack>` of a checkout, made where it is missing
 * and closed to everybody else. What lies in it is overwritten and removed, so neither it nor `.rehearsal` may be a link:
 * that would lead somewhere else.
 */
export function privateFolder(repository: string, stack: string): string {
  return closed(folderIn(repository, [stack]));
}

/** A folder below `.rehearsal` with nothing in it any more. A link on the way there is refused: it would be emptied elsewhere. */
export function emptiedFolder(repository: string, ...names: readonly string[]): string {
  const folder = folderIn(repository, names);
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  return folder;
}

const folderIn = (repository: string, names: readonly string[]): string =>
  [".rehearsal", ...names].reduce((parent, name) => realFolder(join(parent, name)), repository);

/**
 * A stack's folder for its owner only. Every run rewrites its content, so none of it may be a symbolic link: the run would
 * follow it and overwrite a file elsewhere.
 */
export function closed(folder: string): string {
  chmodSync(realFolder(folder), OWNER_ONLY);
  const link = [folder, join(folder, "logs")].flatMap(linksIn)[0];
  if (link === undefined) return folder;
  throw new Error(`${link}: is a link, must be a file or folder, because the next run overwrites it; remove the link`);
}

function linksIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const links = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isSymbolicLink());
  return links.map(({ name }) => join(folder, name));
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
