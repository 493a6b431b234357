import { isNativeError } from "node:util/types";

/** What the operating system refuses, in words, with what to do about it. */
const refusals: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full; free some space and run the same command again",
  EDQUOT: "this user's disk quota is used up; free some space and run the same command again",
  EROFS: "is on a read-only file system; use a checkout on a writable one",
  EACCES: "this user may not read or write it; change its owner or mode, or be another user",
  EPERM: "this user may not read or write it; change its owner or mode, or be another user",
  EISDIR: "is a folder, must be a file",
  EEXIST: "exists and is not a folder, must be a folder",
  ENOTDIR: "a part of this path is a file, must be a folder",
  ENOENT: "does not exist",
  ELOOP: "its symbolic links form a loop; remove the wrong one",
  EMFILE: "too many files are open; raise the limit (ulimit -n) and run the same command again",
  ENAMETOOLONG: "its name is too long for this file system",
};

/** Thrown by what is wrong with this program, and by nothing else. */
const faults = ["TypeError", "ReferenceError", "RangeError", "SyntaxError", "AssertionError"];

/**
 * What went wrong as a person should read it: one line for what the operating system refused, the message of an error
 * that was thrown to be read. Undefined for a fault of this program, whose stack is wanted.
 */
export function inWords(error: unknown): string | undefined {
  // Not instanceof: an error may come from another realm, as those of Node's own modules do under jest.
  if (!isNativeError(error)) return String(error);
  const refused = refusalOf(error);
  if (refused !== undefined) return refused;
  return faults.includes(error.name) ? undefined : error.message;
}

function refusalOf(error: NodeJS.ErrnoException): string | undefined {
  const { code = "", path, syscall } = error;
  const text = refusals[code];
  // Processes and sockets fail with codes of the same names, and their messages say more.
  if (text === undefined || syscall === undefined || /^(spawn|connect|listen|bind|kill|uv_)/.test(syscall))
    return undefined;
  return `${path ?? "a file that was being written"}: ${text}`;
}
