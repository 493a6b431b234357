import { hkdfSync } from "node:crypto";

/** What the cluster's tokens are for, as the derivation spells it: another word would make another cluster's token. */
export const tokenPurposes = { server: "rke2 server token", agent: "rke2 agent token" } as const;

/** 256 bits by HKDF-SHA256 (RFC 5869) as hex; another purpose gives another, unrelated value. */
export function deriveToken(rootKey: string, purpose: string): string {
  return Buffer.from(hkdfSync("sha256", rootKey, "homelab", purpose, 32)).toString("hex");
}
