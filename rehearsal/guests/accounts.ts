import type { FileTree } from "./disk/file-tree";
import type { UnixCredentials } from "./disk/permissions";

export interface Account extends UnixCredentials {
  readonly name: string;
  readonly group: string;
  readonly home: string;
  readonly shell: string;
}

/** Looks an account up in /etc/passwd and /etc/group, by name or number. */
export function account(tree: FileTree, nameOrUid: string): Account | undefined {
  const row = rows(tree, "/etc/passwd").find(([name, , uid]) => name === nameOrUid || uid === nameOrUid);
  if (!row?.[0]) return undefined;
  const [name, , uid, gid, , home, shell] = row;
  const groups = rows(tree, "/etc/group").filter((group) => group[3]?.split(",").includes(name));
  return {
    name,
    uid: Number(uid),
    gid: Number(gid),
    group: groupName(tree, Number(gid)),
    groups: groups.map((group) => Number(group[2])),
    home: home ?? "/",
    shell: shell ?? "/bin/sh",
  };
}

export function groupId(tree: FileTree, nameOrGid: string): number | undefined {
  const row = rows(tree, "/etc/group").find(([name, , gid]) => name === nameOrGid || gid === nameOrGid);
  return row ? Number(row[2]) : undefined;
}

export function groupName(tree: FileTree, gid: number): string {
  return rows(tree, "/etc/group").find((row) => Number(row[2]) === gid)?.[0] ?? String(gid);
}

export interface NewAccount {
  readonly name: string;
  readonly gecos?: string;
  readonly home?: string;
  readonly shell?: string;
  readonly system?: boolean;
  readonly groups?: readonly string[];
  readonly passwordHash?: string;
  readonly makeHome?: boolean;
}

/** What useradd(8) does: passwd, shadow, a group of its own, memberships, and the home directory. */
export function addAccount(tree: FileTree, wanted: NewAccount): void {
  const uid = freeNumber(tree, wanted.system === true);
  const home = wanted.home ?? `/home/${wanted.name}`;
  append(tree, "/etc/passwd", [wanted.name, "x", uid, uid, wanted.gecos ?? "", home, wanted.shell ?? "/bin/sh"]);
  append(tree, "/etc/shadow", [wanted.name, wanted.passwordHash ?? "!", 19000, 0, 99999, 7, "", "", ""]);
  append(tree, "/etc/group", [wanted.name, "x", uid, ""]);
  for (const group of wanted.groups ?? []) addToGroup(tree, wanted.name, group);
  if (wanted.makeHome === false) return;
  const directory = tree.makeDirectories(home, 0o750);
  directory.uid = directory.gid = uid;
}

/** Adds a member; makes the group when it does not exist, as cloud-init does. */
export function addToGroup(tree: FileTree, user: string, group: string): void {
  if (groupId(tree, group) === undefined) append(tree, "/etc/group", [group, "x", freeNumber(tree, false), ""]);
  editRow(tree, "/etc/group", group, (row) => {
    const members = new Set((row[3] ?? "").split(",").filter(Boolean));
    row[3] = [...members.add(user)].join(",");
  });
}

export function setPasswordHash(tree: FileTree, user: string, hash: string): void {
  editRow(tree, "/etc/shadow", user, (row) => {
    row[1] = hash;
  });
}

function rows(tree: FileTree, file: string): string[][] {
  return (tree.read(file) ?? "")
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split(":"));
}

function append(tree: FileTree, file: string, row: readonly (string | number)[]): void {
  tree.write(file, `${tree.read(file) ?? ""}${row.join(":")}\n`);
}

function editRow(tree: FileTree, file: string, name: string, change: (row: string[]) => void): void {
  const all = rows(tree, file);
  const row = all.find(([first]) => first === name);
  if (row) change(row);
  tree.write(file, all.map((fields) => `${fields.join(":")}\n`).join(""));
}

/** Users begin at 1000, system accounts are handed out downwards from 999 (Debian's adduser.conf, login.defs). */
function freeNumber(tree: FileTree, system: boolean): number {
  const used = new Set([...rows(tree, "/etc/passwd"), ...rows(tree, "/etc/group")].map((row) => Number(row[2])));
  let candidate = system ? 999 : 1000;
  while (used.has(candidate)) candidate += system ? -1 : 1;
  return candidate;
}
