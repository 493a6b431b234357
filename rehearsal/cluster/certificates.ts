import "../proxmox/reflect-metadata";
import { createPrivateKey, createPublicKey, webcrypto, type KeyObject } from "node:crypto";
import * as x509 from "@peculiar/x509";

x509.cryptoProvider.set(webcrypto as unknown as Crypto);

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const YEAR_MS = 365 * 24 * 3_600_000;

/** A certificate with its key, both in PEM. */
export interface Pair {
  readonly certificate: string;
  readonly key: string;
}

export interface Subject {
  readonly name: string;
  readonly addresses?: readonly string[];
  readonly names?: readonly string[];
}

/** A cluster's certificate authority: its identity. Two of them are two clusters. */
export class CertificateAuthority {
  readonly pem: string;
  /** Its common name. */
  readonly name: string;
  private readonly keys: CryptoKeyPair;
  private readonly subject: x509.Name;

  private constructor(pem: string, keys: CryptoKeyPair, subject: x509.Name) {
    this.pem = pem;
    this.name = subject.toString().replace(/^.*CN=/, "");
    this.keys = keys;
    this.subject = subject;
  }

  static async create(name: string): Promise<CertificateAuthority> {
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
      ],
    });
    return new CertificateAuthority(`${certificate.toString("pem")}\n`, keys, certificate.subjectName);
  }

  /** One that was made beforehand: an ECDSA P-256 certificate with its key, as "EC PRIVATE KEY" or "PRIVATE KEY". */
  static async load(certificatePem: string, keyPem: string): Promise<CertificateAuthority> {
    const key = createPrivateKey(keyPem);
    const keys = {
      privateKey: await imported(key, ["sign"]),
      publicKey: await imported(createPublicKey(key), ["verify"]),
    };
    const { subjectName } = new x509.X509Certificate(certificatePem);
    return new CertificateAuthority(`${certificatePem.trim()}\n`, keys, subjectName);
  }

  async issue({ name, addresses = [], names = [] }: Subject): Promise<Pair> {
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    const alternatives: x509.JsonGeneralNames = [
      ...addresses.map((value) => ({ type: "ip" as const, value })),
      ...names.map((value) => ({ type: "dns" as const, value })),
    ];
    const certificate = await x509.X509CertificateGenerator.create({
      subject: name,
      issuer: this.subject,
      publicKey: keys.publicKey,
      signingKey: this.keys.privateKey,
      signingAlgorithm: algorithm,
      notBefore: new Date(Date.now() - 3_600_000),
      notAfter: new Date(Date.now() + YEAR_MS),
      extensions: [
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
        ...(alternatives.length > 0 ? [new x509.SubjectAlternativeNameExtension(alternatives)] : []),
      ],
    });
    const key = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
    const lines = key.match(/.{1,64}/g) ?? [];
    return {
      certificate: `${certificate.toString("pem")}\n`,
      key: `-----BEGIN PRIVATE KEY-----\n${lines.join("\n")}\n-----END PRIVATE KEY-----\n`,
    };
  }
}

function imported(key: KeyObject, uses: KeyUsage[]): Promise<CryptoKey> {
  const format = key.type === "private" ? "pkcs8" : "spki";
  const der = key.export({ format: "der", type: format });
  return webcrypto.subtle.importKey(format, der, algorithm, true, uses);
}

type KeyUsage = "sign" | "verify";
