import { X509Certificate } from "node:crypto";

/** Whom a client certificate names. */
export interface Identity {
  readonly user: string;
  readonly groups: readonly string[];
}

/** The identity a client certificate gives, as the API server reads it; undefined when this CA did not sign it. */
export function identityOf(certificatePem: string, caPem: string): Identity | undefined {
  try {
    const certificate = new X509Certificate(certificatePem);
    if (!certificate.verify(new X509Certificate(caPem).publicKey)) return undefined;
    if (Date.parse(certificate.validTo) < Date.now()) return undefined;
    return { user: field(certificate, "CN")[0] ?? "", groups: field(certificate, "O") };
  } catch {
    return undefined;
  }
}

function field({ subject }: X509Certificate, name: string): string[] {
  return subject
    .split("\n")
    .filter((line) => line.startsWith(`${name}=`))
    .map((line) => line.slice(name.length + 1));
}

/** The group the API server obeys without asking anybody (RBAC is not consulted). */
export const MASTERS = "system:masters";
