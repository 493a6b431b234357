import { account, addAccount, addToGroup, setPasswordHash, type Account } from "../../accounts";
import type { FileTree } from "../../disk/file-tree";
import type { CloudImage } from "../../image/cloud-image";
import type { CloudConfig } from "../documents";
import { listAt, map, module, textAt } from "../module";

/** `system_info.default_user` (config/cloud.cfg.tmpl). */
const defaultUser = ({ defaultUser: { name, gecos, groups } }: CloudImage): CloudConfig => ({
  name,
  gecos,
  groups: [...groups],
  lock_passwd: true,
  shell: "/bin/bash",
  sudo: ["ALL=(ALL) NOPASSWD:ALL"],
});
const SUDOERS = "/etc/sudoers.d/90-cloud-init-users";

/** Users as the documents name them; `default` stands for the image's, renamed and extended by `user`. */
export function wantedUsers(config: CloudConfig, image: CloudImage): readonly CloudConfig[] {
  const own = typeof config.user === "string" ? { name: config.user } : map(config.user);
  const theDefault: CloudConfig = {
    ...defaultUser(image),
    ...own,
    ...(config.ssh_authorized_keys !== undefined && { ssh_authorized_keys: config.ssh_authorized_keys }),
  };
  const listed = config.users === undefined ? ["default"] : listAt(config, "users");
  return listed.map((entry) =>
    entry === "default" ? theDefault : typeof entry === "string" ? { name: entry } : map(entry),
  );
}

export const usersGroups = module("users_groups", ({ guest: { tree, image }, config }) => {
  for (const user of wantedUsers(config, image)) createUser(tree, user);
});

function createUser(tree: FileTree, user: CloudConfig): void {
  const name = textAt(user.name) ?? "";
  const groups =
    typeof user.groups === "string" ? user.groups.split(/,\s*/) : ((user.groups as string[] | undefined) ?? []);
  const hash = textAt(user.hashed_passwd) ?? textAt(user.passwd);
  if (!account(tree, name)) {
    addAccount(tree, {
      name,
      gecos: textAt(user.gecos) ?? "",
      shell: textAt(user.shell) ?? "/bin/sh",
      system: user.system === true,
      makeHome: user.no_create_home !== true && user.system !== true,
      ...(hash !== undefined && { passwordHash: user.lock_passwd === false ? hash : `!${hash}` }),
    });
  }
  for (const group of groups) addToGroup(tree, name, group);
  writeSudoRules(tree, name, user.sudo);
  const keys = (user.ssh_authorized_keys ?? []) as string[];
  const found = account(tree, name);
  if (found && keys.length > 0) authorizeKeys(tree, found, keys);
}

function writeSudoRules(tree: FileTree, name: string, sudo: unknown): void {
  if (sudo === undefined || sudo === null || sudo === false) return;
  const rules = (Array.isArray(sudo) ? sudo : [sudo]).map((rule) => `${name} ${String(rule)}\n`).join("");
  const before = tree.read(SUDOERS) ?? "# Created by cloud-init\n";
  if (!before.includes(rules)) tree.write(SUDOERS, `${before}\n# User rules for ${name}\n${rules}`, 0o440);
}

/** Adds keys to the user's authorized_keys, each once. */
export function authorizeKeys(tree: FileTree, user: Account, keys: readonly string[], prefix = ""): void {
  const path = `${user.home}/.ssh/authorized_keys`;
  const folder = tree.makeDirectories(`${user.home}/.ssh`, 0o700);
  const present = (tree.read(path) ?? "").split("\n").filter(Boolean);
  const lines = new Set([...present, ...keys.map((key) => prefix + key.trim())]);
  const file = tree.write(path, [...lines, ""].join("\n"), 0o600);
  for (const node of [folder, file]) {
    node.uid = user.uid;
    node.gid = user.gid;
  }
}

/** chpasswd.users and `password` of the default user; only hashes are kept, plain passwords are marked as set. */
export const setPasswords = module("set_passwords", ({ guest: { tree, image }, config }) => {
  const entries = listAt(map(config.chpasswd), "users").map(map);
  const name = textAt(wantedUsers(config, image)[0]?.name);
  if (name !== undefined && textAt(config.password) !== undefined) entries.push({ name, password: config.password });
  for (const entry of entries) setPasswordHash(tree, textAt(entry.name) ?? "", textAt(entry.password) ?? "*");
  if (typeof config.ssh_pwauth === "boolean")
    tree.write(
      "/etc/ssh/sshd_config.d/50-cloud-init.conf",
      `PasswordAuthentication ${config.ssh_pwauth ? "yes" : "no"}\n`,
      0o600,
    );
});
