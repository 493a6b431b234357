import "reflect-metadata";
import { createPrivateKey, webcrypto, X509Certificate, type KeyObject } from "node:crypto";
import * as x509 from "@peculiar/x509";

x509.cryptoProvider.set(webcrypto as unknown as Crypto);

/** What keys made here are: quick to make, and every client takes them. */
const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const YEAR_MS = 365 * 24 * 3_600_000;

/** A certificate with its key, both in PEM. */
export interface Pair {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateSpec {
  readonly name: string;
  readonly addresses?: readonly string[];
  readonly names?: readonly string[];
  /** What it may be shown as; by default both. */
  readonly uses?: readonly ("serverAuth" | "clientAuth")[];
}

/** A cluster's certificate authority: its identity. Two of them are two clusters. */
export class CertificateAuthority {
  readonly pem: string;
  readonly keyPem: string;
  /** Its common name. */
  readonly name: string;
  private readonly signingKey: CryptoKey;
  private readonly signingAlgorithm: SigningAlgorithm;

  private constructor(pair: Pair, signingKey: CryptoKey, signingAlgorithm: SigningAlgorithm) {
    this.pem = pair.certificate;
    this.keyPem = pair.key;
    this.name = /(?:^|\n)CN=(.*)/.exec(new X509Certificate(pair.certificate).subject)?.[1] ?? "";
    this.signingKey = signingKey;
    this.signingAlgorithm = signingAlgorithm;
  }

  /** A fresh one; `names` are for those whose maker puts names into authorities too. */
  static async create(name: string, names: readonly string[] = []): Promise<CertificateAuthority> {
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      name: `CN=${name}`,
      keys,
      signingAlgorithm: algorithm,
      notBefore: new Date(Date.now() - 3_600_000),
      notAfter: new Date(Date.now() + 10 * YEAR_MS),
      extensions: [
        new x509.BasicConstraintsExtension(true, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.digitalSignature, true),
        ...(names.length > 0
          ? [new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: "dns" as const, value })))]
          : []),
      ],
    });
    const pair = { certificate: `${certificate.toString("pem")}\n`, key: await privatePem(keys.privateKey) };
    return new CertificateAuthority(pair, keys.privateKey, algorithm);
  }

  /** An authority made elsewhere, with any key that OpenSSL reads; throws when the two do not belong together. */
  static async load(certificatePem: string, keyPem: string): Promise<CertificateAuthority> {
    const key = createPrivateKey(keyPem);
    if (!new X509Certificate(certificatePem).checkPrivateKey(key))
      throw new Error("the private key does not belong to the certificate");
    const signing = signingAlgorithm(key);
    const pkcs8 = key.export({ type: "pkcs8", format: "der" });
    const signingKey = await webcrypto.subtle.importKey("pkcs8", pkcs8, signing, true, ["sign"]);
    const pair = { certificate: `${certificatePem.trim()}\n`, key: keyPem };
    return new CertificateAuthority(pair, signingKey, signing);
  }

  async issue({
    name,
    addresses = [],
    names = [],
    uses = ["serverAuth", "clientAuth"],
  }: CertificateSpec): Promise<Pair> {
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    const alternatives: x509.JsonGeneralNames = [
      ...addresses.map((value) => ({ type: "ip" as const, value })),
      ...names.map((value) => ({ type: "dns" as const, value })),
    ];
    const certificate = await x509.X509CertificateGenerator.create({
      subject: name,
      issuer: new x509.X509Certificate(this.pem).subjectName,
      publicKey: keys.publicKey,
      signingKey: this.signingKey,
      signingAlgorithm: this.signingAlgorithm,
      notBefore: new Date(Date.now() - 3_600_000),
      notAfter: new Date(Date.now() + YEAR_MS),
      extensions: [
        new x509.ExtendedKeyUsageExtension(uses.map((use) => x509.ExtendedKeyUsage[use])),
        ...(alternatives.length > 0 ? [new x509.SubjectAlternativeNameExtension(alternatives)] : []),
      ],
    });
    return { certificate: `${certificate.toString("pem")}\n`, key: await privatePem(keys.privateKey) };
  }
}

type SigningAlgorithm =
  | { readonly name: "ECDSA"; readonly namedCurve: string; readonly hash: string }
  | { readonly name: "RSASSA-PKCS1-v1_5"; readonly hash: string }
  | { readonly name: "Ed25519" };

function signingAlgorithm({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): SigningAlgorithm {
  const curves: Readonly<Record<string, string>> = { prime256v1: "P-256", secp384r1: "P-384", secp521r1: "P-521" };
  if (asymmetricKeyType === "rsa") return { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  if (asymmetricKeyType === "ed25519") return { name: "Ed25519" };
  return { ...algorithm, namedCurve: curves[asymmetricKeyDetails?.namedCurve ?? ""] ?? "P-256" };
}

async function privatePem(key: CryptoKey): Promise<string> {
  const base64 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", key)).toString("base64");
  return `-----BEGIN PRIVATE KEY-----\n${(base64.match(/.{1,64}/g) ?? []).join("\n")}\n-----END PRIVATE KEY-----\n`;
}
