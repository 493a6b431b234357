import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** SHA-1 of every file of a checkout, by its path; files that git ignores are left out. */
export type FilesByHash = Readonly<Record<string, string>>;

/** Undefined outside of a git checkout. */
export function filesByHash(checkout: string): FilesByHash | undefined {
  const listed = listFiles(checkout);
  if (listed === undefined) return undefined;
  return Object.fromEntries(listed.flatMap((path) => entryOf(checkout, path)));
}

/** Files that were added, changed or deleted, sorted. */
export function changedBetween(before: FilesByHash, now: FilesByHash): string[] {
  const paths = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...paths].filter((path) => before[path] !== now[path]).sort();
}

/** What {@link keepFiles} wrote; undefined if there is nothing, or nothing complete. */
export function keptFiles(file: string): FilesByHash | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as FilesByHash;
  } catch {
    return undefined;
  }
}

export function keepFiles(file: string, files: FilesByHash): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(files));
}

function listFiles(checkout: string): string[] | undefined {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  try {
    const listed = execFileSync("git", args, { cwd: checkout, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return listed.split("\0").filter((path) => path !== "");
  } catch {
    return undefined;
  }
}

/** Nothing for a file that is deleted, but still in git's index, or for a link to a folder. */
function entryOf(checkout: string, path: string): [string, string][] {
  try {
    return [
      [
        path,
        createHash("sha1")
          .update(readFileSync(join(checkout, path)))
          .digest("hex"),
      ],
    ];
  } catch {
    return [];
  }
}
