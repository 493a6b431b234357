import { createHash, X509Certificate } from "node:crypto";

/** The CA pin of joining nodes in kubeadm's format: `sha256:` and the hash of the public key (RFC 7469 §2.4). */
export function caCertHash(certificatePem: string): string {
  const key = new X509Certificate(certificatePem).publicKey.export({ type: "spki", format: "der" });
  return `sha256:${createHash("sha256").update(key).digest("hex")}`;
}
