import { posix } from "node:path";
import type { FileTree } from "../disk/file-tree";

const ARMOUR = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

/** An OpenPGP public key of this simulation: it holds its fingerprint (40 hexadecimal digits) and nothing else. */
export function armouredKey(fingerprint: string): string {
  const body = Buffer.from(`OpenPGP public key ${fingerprint} of the rehearsal\n`).toString("base64");
  return `${ARMOUR}\nVersion: GnuPG v2.0.15 (GNU/Linux)\n\n${body}\n=0000\n-----END PGP PUBLIC KEY BLOCK-----\n`;
}

/** What stands for a signature below an index: whose it is, and whether it is of OpenPGP's packet version 3. */
export const signature = (fingerprint: string, isOld = false): string =>
  `Signed with ${fingerprint.slice(-16)}${isOld ? ", version 3" : ""}\n`;

export function signatureOf(release: string): { readonly keyId: string; readonly isOld: boolean } {
  const [, keyId = "", version] = /^Signed with ([0-9A-F]{16})(, version 3)?$/m.exec(release) ?? [];
  return { keyId, isOld: version !== undefined };
}

/** The binary form, as `gpg --dearmor` gives it; undefined when there is no armour. */
export function dearmour(text: string): string | undefined {
  if (!text.includes(ARMOUR)) return undefined;
  const body = text.slice(text.indexOf(ARMOUR)).split("\n\n")[1] ?? "";
  return Buffer.from(body.split("\n=")[0] ?? "", "base64").toString();
}

/**
 * Long ids of the keys apt would take from a keyring, and what it says of one it ignores. apt reads as user _apt, and tells
 * the two forms apart by the name: .asc is armoured, .gpg is not (apt-key(8)).
 */
export function keyIdsIn(tree: FileTree, path: string): { readonly ids: readonly string[]; readonly warning?: string } {
  const node = tree.find(path);
  if (node?.type !== "file") return { ids: [] };
  if (!readableByAll(tree, path))
    return {
      ids: [],
      warning: `The key(s) in the keyring ${path} are ignored as the file is not readable by user '_apt' executing apt-key.`,
    };
  const text = node.content.toString();
  const armoured = text.includes(ARMOUR);
  if (armoured !== path.endsWith(".asc"))
    return {
      ids: [],
      warning: `The key(s) in the keyring ${path} are ignored as the file has an unsupported filetype.`,
    };
  return { ids: fingerprintsIn(text).map((fingerprint) => fingerprint.slice(-16)) };
}

/** Fingerprints of the keys in a file, armoured or not. */
export function fingerprintsIn(text: string): readonly string[] {
  const binary = dearmour(text) ?? text;
  return [...binary.matchAll(/OpenPGP public key ([0-9A-F]{40}) /g)].map(([, fingerprint]) => fingerprint ?? "");
}

function readableByAll(tree: FileTree, path: string): boolean {
  const node = tree.find(path);
  if (!node || (node.mode & 0o004) === 0) return false;
  for (let folder = posix.dirname(path); folder !== "/"; folder = posix.dirname(folder))
    if (((tree.find(folder)?.mode ?? 0) & 0o001) === 0) return false;
  return true;
}
