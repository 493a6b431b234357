import { existsSync, readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";

/** Where Go, and so the provider, looks for the system's certificates on Linux and the BSDs; macOS has the last one too. */
const SYSTEM_BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/**
 * The certificate authorities that the provider trusts: Node has its own list and ignores the system's. SSL_CERT_FILE
 * replaces the system's list, NODE_EXTRA_CA_CERTS is added.
 */
export function trustedCertificates(env: Readonly<Record<string, string | undefined>>): string[] {
  const file = [env["SSL_CERT_FILE"] ?? "", ...SYSTEM_BUNDLES].find((path) => path !== "" && existsSync(path));
  const extra = env["NODE_EXTRA_CA_CERTS"] ?? "";
  return [
    ...(file === undefined ? rootCertificates : [readFileSync(file, "utf8")]),
    ...(extra === "" ? [] : [readFileSync(extra, "utf8")]),
  ];
}
