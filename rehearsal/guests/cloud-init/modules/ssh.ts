import { account } from "../../accounts";
import type { FileTree } from "../../disk/file-tree";
import { freshKeyPair } from "pve-simulator/ssh";
import { map, module, textAt } from "../module";
import { authorizeKeys, wantedUsers } from "./users";

const types = ["rsa", "ecdsa", "ed25519"] as const;
const ROOT_NOTICE =
  'no-port-forwarding,no-agent-forwarding,no-X11-forwarding,command="echo \'Please login as the user \\"$USER\\" rather than the user \\"root\\".\';echo;sleep 10;exit 142" ';

/** Host keys as given, else freshly generated ones; root's login prints which user to use. */
export const sshKeys = module("ssh", ({ guest: { tree, image }, config }) => {
  if (config.ssh_deletekeys !== false) for (const type of types) removeKey(tree, type);
  const given = map(config.ssh_keys);
  if (Object.keys(given).length > 0) writeGiven(tree, given);
  else generate(tree);
  const user = wantedUsers(config, image)[0];
  const root = account(tree, "root");
  const keys = (user?.ssh_authorized_keys ?? []) as string[];
  if (root && keys.length > 0)
    authorizeKeys(
      tree,
      root,
      keys,
      config.disable_root === false ? "" : ROOT_NOTICE.replace("$USER", textAt(user?.name) ?? "NONE"),
    );
});

const keyPath = (type: string): string => `/etc/ssh/ssh_host_${type}_key`;

function removeKey(tree: FileTree, type: string): void {
  tree.remove(keyPath(type));
  tree.remove(`${keyPath(type)}.pub`);
}

function writeGiven(tree: FileTree, given: Readonly<Record<string, unknown>>): void {
  for (const type of types) {
    const key = textAt(given[`${type}_private`]);
    if (key !== undefined) tree.write(keyPath(type), key, 0o600);
    const known = textAt(given[`${type}_public`]);
    if (known !== undefined) tree.write(`${keyPath(type)}.pub`, known, 0o644);
  }
}

function generate(tree: FileTree): void {
  if (tree.exists(keyPath("ed25519"))) return;
  const { private: key, public: known } = freshKeyPair();
  tree.write(keyPath("ed25519"), key, 0o600);
  tree.write(`${keyPath("ed25519")}.pub`, `${known}\n`, 0o644);
}
