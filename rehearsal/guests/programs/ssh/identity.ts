import { utils } from "ssh2";
import type { Process } from "../../program";
import type { SshOptions } from "./options";

/** Private keys ssh would offer, and what it says of those it does not take. */
export interface Identities {
  readonly keys: readonly string[];
  readonly complaints: string;
}

const defaults = ["id_rsa", "id_ecdsa", "id_ed25519"];

/** Keys named with -i, and the user's own ones unless IdentitiesOnly; a key others can read is ignored. */
export function identitiesOf({ identities, config }: SshOptions, process: Process): Identities {
  const own = defaults.map((name) => `${process.user.home}/.ssh/${name}`);
  const quiet = config.get("identitiesonly") === "yes" && identities.length > 0 ? [] : own;
  const named = identities.map((path) => load(path, true, process));
  const found = [...named, ...quiet.map((path) => load(path, false, process))];
  return {
    keys: found.flatMap(({ key }) => key ?? []),
    complaints: found.map(({ complaint }) => complaint ?? "").join(""),
  };
}

function load(path: string, named: boolean, process: Process): { key?: string; complaint?: string } {
  const full = process.path(path.replace(/^~/, process.user.home));
  const node = process.guest.tree.find(full);
  if (node?.type !== "file") {
    if (!named) return {};
    return { complaint: `Warning: Identity file ${path} not accessible: No such file or directory.\n` };
  }
  if ((node.mode & 0o077) !== 0) return { complaint: tooOpen(path, node.mode) };
  try {
    const text = process.files.file(full).content.toString();
    if (utils.parseKey(text) instanceof Error) return { complaint: `Load key "${path}": error in libcrypto\r\n` };
    return { key: text };
  } catch {
    return { complaint: `Load key "${path}": Permission denied\r\n` };
  }
}

function tooOpen(path: string, mode: number): string {
  const frame = "@".repeat(59);
  return [
    frame,
    "@         WARNING: UNPROTECTED PRIVATE KEY FILE!          @",
    frame,
    `Permissions ${(mode & 0o7777).toString(8).padStart(4, "0")} for '${path}' are too open.`,
    "It is required that your private key files are NOT accessible by others.",
    "This private key will be ignored.",
    `Load key "${path}": bad permissions`,
    "",
  ].join("\r\n");
}
