import "reflect-metadata";
import { createPrivateKey, webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

x509.cryptoProvider.set(webcrypto as unknown as Crypto);

/** A certificate with its key in PEM, as `tls` resources give them. */
export interface Issued {
  readonly certificate: string;
  readonly key: string;
}

export type KeyKind = "P-256" | "Ed25519";

const YEAR_MS = 365 * 24 * 3_600_000;

/** An authority made beforehand, as a program makes it with the tls provider: ECDSA keys are "EC PRIVATE KEY". */
export class TestAuthority implements Issued {
  readonly certificate: string;
  readonly key: string;
  private readonly keys: CryptoKeyPair;

  private constructor(certificate: string, key: string, keys: CryptoKeyPair) {
    this.certificate = certificate;
    this.key = key;
    this.keys = keys;
  }

  static async create(name: string, kind: KeyKind = "P-256"): Promise<TestAuthority> {
    const keys = await generate(kind);
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      name,
      keys,
      signingAlgorithm: algorithmOf(kind),
      notBefore: new Date(Date.now() - 3_600_000),
      notAfter: new Date(Date.now() + 10 * YEAR_MS),
      extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
    });
    return new TestAuthority(certificate.toString("pem"), await pemOf(keys.privateKey, kind), keys);
  }

  /** A client's certificate; `days` may be negative for one that has run out. */
  async issue(name: string, { kind = "Ed25519", days = 365 }: { kind?: KeyKind; days?: number } = {}): Promise<Issued> {
    const keys = await generate(kind);
    const certificate = await x509.X509CertificateGenerator.create({
      subject: name,
      issuer: new x509.X509Certificate(this.certificate).subjectName,
      publicKey: keys.publicKey,
      signingKey: this.keys.privateKey,
      signingAlgorithm: algorithmOf(this.keys.privateKey.algorithm.name === "ECDSA" ? "P-256" : "Ed25519"),
      notBefore: new Date(Date.now() - 2 * YEAR_MS),
      notAfter: new Date(Date.now() + days * 24 * 3_600_000),
    });
    return { certificate: certificate.toString("pem"), key: await pemOf(keys.privateKey, kind) };
  }
}

function algorithmOf(kind: KeyKind): EcdsaParams & EcKeyGenParams {
  const all = { "P-256": { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" }, Ed25519: { name: "Ed25519" } };
  return all[kind] as EcdsaParams & EcKeyGenParams;
}

async function generate(kind: KeyKind): Promise<CryptoKeyPair> {
  return await webcrypto.subtle.generateKey(algorithmOf(kind), true, ["sign", "verify"]);
}

async function pemOf(key: CryptoKey, kind: KeyKind): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", key));
  const type = kind === "P-256" ? "sec1" : "pkcs8";
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" }).export({ format: "pem", type }).toString();
}
