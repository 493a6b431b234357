import { failure } from "../errors";

const kinds =
  /^(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)$/;

/** Refuses public keys that `ssh-keygen -l` would not read, line by line (pve-common, `validate_ssh_public_keys`). */
export function checkSshKeys(encoded: string): void {
  const lines = unescaped(encoded).split("\n");
  if (!lines.filter((line) => line.trim() !== "").every(isKey)) throw failure("SSH public key validation error");
}

/** As Perl's URI::Escape: what is no escape stays. */
function unescaped(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** A key may stand behind options; its data begins with its kind's name. */
function isKey(line: string): boolean {
  const words = line.trim().split(/\s+/);
  const at = words.findIndex((word) => kinds.test(word));
  const kind = words[at] ?? "";
  const data = Buffer.from(words[at + 1] ?? "", "base64");
  if (at < 0 || data.length <= 4 + kind.length) return false;
  return data.readUInt32BE(0) === kind.length && data.subarray(4, 4 + kind.length).toString("latin1") === kind;
}
