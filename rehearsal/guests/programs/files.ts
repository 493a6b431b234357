import { account, groupId } from "../accounts";
import { FileError } from "../disk/file-error";
import type { Inode } from "../disk/inode";
import { failed, ok, program, type Outcome, type Process } from "../program";
import { parseFlags } from "./flags";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "No such file or directory",
  EACCES: "Permission denied",
  EPERM: "Operation not permitted",
  EEXIST: "File exists",
  ENOTDIR: "Not a directory",
  EISDIR: "Is a directory",
};

export function reason(error: unknown): string {
  return error instanceof FileError ? (reasons[error.code] ?? error.code) : String(error);
}

/** install(1): copies with mode and owner, or makes directories with -d, or the directories above with -D. */
function install(args: readonly string[], process: Process): Outcome {
  const grammar = { flags: ["d", "D", "v", "p", "C"], values: ["m", "o", "g", "t"] };
  const { flags, values, operands } = parseFlags(args, grammar);
  const mode = Number.parseInt(values.get("m")?.[0] ?? "755", 8);
  const own = owner(process, values.get("o")?.[0], values.get("g")?.[0]);
  if (typeof own === "string") return failed(1, `install: ${own}`);
  try {
    if (flags.has("d")) for (const path of operands) place(directory(process, path), mode, own);
    else copyFiles(process, operands, values.get("t")?.[0], flags.has("D"), (node) => place(node, mode, own));
    return ok();
  } catch (error) {
    return failed(1, `install: cannot create regular file '${operands.at(-1) ?? ""}': ${reason(error)}`);
  }
}

function copyFiles(
  process: Process,
  operands: readonly string[],
  folder: string | undefined,
  makeAbove: boolean,
  then: (node: Inode) => void,
): void {
  const sources = folder === undefined ? operands.slice(0, -1) : operands;
  const target = process.path(folder ?? operands.at(-1) ?? "");
  if (makeAbove)
    process.files.makeDirectory(folder === undefined ? target.slice(0, target.lastIndexOf("/")) || "/" : target, true);
  const into = process.guest.tree.find(target)?.type === "directory";
  for (const source of sources) {
    const content =
      source === "/dev/stdin" ? Buffer.from(process.stdin) : process.files.file(process.path(source)).content;
    then(process.files.store(into ? `${target}/${source.split("/").at(-1) ?? ""}` : target, () => content));
  }
}

function directory(process: Process, path: string): Inode {
  process.files.makeDirectory(process.path(path), true);
  return process.files.node(process.path(path), "install");
}

interface Owner {
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
}

function place(node: Inode, mode: number | undefined, { uid, gid }: Owner): void {
  if (mode !== undefined) node.mode = mode;
  if (uid !== undefined) node.uid = uid;
  if (gid !== undefined) node.gid = gid;
}

function owner({ guest: { tree } }: Process, user: string | undefined, group: string | undefined): Owner | string {
  const found = user ? account(tree, user) : undefined;
  const gid = group ? groupId(tree, group) : undefined;
  if (user && !found) return `invalid user: ‘${user}’`;
  if (group && gid === undefined) return `invalid group: ‘${group}’`;
  return { uid: found?.uid, gid };
}

function chown(args: readonly string[], process: Process): Outcome {
  const { flags, operands } = parseFlags(args, { flags: ["R", "h", "v", "f"] });
  const [spec = "", ...paths] = operands;
  const [user, group] = spec.split(/[:.]/);
  const own = owner(process, user, group);
  if (typeof own === "string") return failed(1, `chown: ${own}`);
  for (const path of paths) {
    const node = process.guest.tree.find(process.path(path));
    if (!node) return failed(1, `chown: cannot access '${path}': No such file or directory`);
    if (process.user.uid !== 0) return failed(1, `chown: changing ownership of '${path}': Operation not permitted`);
    for (const each of flags.has("R") ? below(node) : [node]) place(each, undefined, own);
  }
  return ok();
}

function below(node: Inode): Inode[] {
  return node.type === "directory" ? [node, ...[...node.entries.values()].flatMap(below)] : [node];
}

function cmp(args: readonly string[], process: Process): Outcome {
  const [a = "", b = ""] = args.filter((word) => !word.startsWith("-"));
  const same = process.files.file(process.path(a)).content.equals(process.files.file(process.path(b)).content);
  if (same) return ok();
  return { stdout: args.includes("-s") ? "" : `${a} ${b} differ: byte 1, line 1\n`, exitCode: 1 };
}

export const files = [
  program("install", install),
  program("chown", chown),
  program("chgrp", ([group = "", ...rest], process) => chown([`:${group}`, ...rest], process)),
  program("cmp", cmp),
  program("sync", () => ok()),
];
