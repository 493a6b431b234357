import { hkdfSync } from "node:crypto";

/** 256 bits from HKDF-SHA256 (RFC 5869) as hex; another purpose gives an unrelated value. */
export function deriveToken(rootKey: string, purpose: string): string {
  return deriveBytes(rootKey, purpose, 32).toString("hex");
}

/** The requested number of bytes (at most 8160); a longer result starts with the shorter one. */
export function deriveBytes(rootKey: string, purpose: string, length: number): Buffer {
  return Buffer.from(hkdfSync("sha256", rootKey, "homelab", purpose, length));
}

const CHARACTERS = "0123456789abcdefghijklmnopqrstuvwxyz";

/** The format of kubeadm's and Talos' tokens: 6 characters, a dot, 16 characters of 0-9a-z, uniformly distributed. */
export function deriveJoinToken(rootKey: string, purpose: string): string {
  const fair = 256 - (256 % CHARACTERS.length);
  // Four bytes of 256 are left aside; that fewer than 22 of 255 remain happens once in 10^400 clusters.
  const drawn = [...deriveBytes(rootKey, purpose, 255)].filter((byte) => byte < fair).slice(0, 22);
  const text = drawn.map((byte) => CHARACTERS[byte % CHARACTERS.length]).join("");
  return `${text.slice(0, 6)}.${text.slice(6)}`;
}
