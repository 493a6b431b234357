import { createPrivateKey, X509Certificate } from "node:crypto";
import { unavailable } from "./rpc";

/** What a client brings to a handshake; without a CA it trusts whatever it meets. */
export interface ClientTls {
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
}

/** What a machine's API shows: who signed its certificate, and the names it is good for. */
export interface ServerTls {
  /** Undefined in maintenance mode: the machine signed it itself. */
  readonly ca: string | undefined;
  readonly names: readonly string[];
}

/** Both sides of a TLS handshake; throws what Go's client says when it fails, and gives the client's roles. */
export function handshake(client: ClientTls, server: ServerTls, address: string): readonly string[] {
  if (client.ca !== undefined) checkServer(client.ca, server, address);
  // Any client of a machine in maintenance mode may read, and apply a configuration.
  if (server.ca === undefined) return ["os:reader"];
  if (client.certificate === undefined) throw unavailable(refusal("certificate required"));
  return rolesOf(client.certificate, server.ca);
}

const refusal = (alert: string): string => `error reading server preface: remote error: tls: ${alert}`;

function checkServer(ca: string, server: ServerTls, address: string): void {
  const failed = (why: string) =>
    unavailable(`transport: authentication handshake failed: tls: failed to verify certificate: x509: ${why}`);
  if (server.ca === undefined) throw failed("certificate signed by unknown authority");
  if (!isSameCertificate(ca, server.ca))
    throw failed(
      'certificate signed by unknown authority (possibly because of "x509: Ed25519 verification failure" while trying to verify candidate authority certificate "talos")',
    );
  if (!server.names.includes(address))
    throw failed(`certificate is valid for ${server.names.join(", ")}, not ${address}`);
}

function rolesOf(certificatePem: string, caPem: string): readonly string[] {
  const certificate = new X509Certificate(certificatePem);
  if (!certificate.verify(new X509Certificate(caPem).publicKey))
    throw unavailable(refusal("unknown certificate authority"));
  if (Date.parse(certificate.validTo) < Date.now()) throw unavailable(refusal("expired certificate"));
  return certificate.subject.split("\n").flatMap((line) => (line.startsWith("O=") ? [line.slice(2)] : []));
}

export function isSameCertificate(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  try {
    return new X509Certificate(a).fingerprint256 === new X509Certificate(b).fingerprint256;
  } catch {
    return false;
  }
}

/** Whether the key belongs to the certificate. */
export function isPair(certificate: string, key: string): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}
