import type * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";

const HOURS_A_YEAR = 365 * 24;

/** A CA of the cluster, created once. */
export interface AuthorityResources {
  readonly key: tls.PrivateKey;
  readonly certificate: tls.SelfSignedCert;
}

export interface CertificateSubject {
  readonly organization?: string;
  readonly commonName?: string;
}

export interface AuthorityArgs {
  readonly algorithm: "ED25519" | "ECDSA";
  readonly subject: CertificateSubject;
}

/** Ten years, as in Talos, and never renewed: no node of this cluster would trust another CA. */
export function authority(name: string, args: AuthorityArgs, opts: pulumi.CustomResourceOptions): AuthorityResources {
  const key = privateKey(name, args.algorithm, opts);
  const certificate = new tls.SelfSignedCert(
    name,
    {
      privateKeyPem: key.privateKeyPem,
      subject: args.subject,
      isCaCertificate: true,
      setSubjectKeyId: true,
      allowedUses: ["cert_signing", "digital_signature", "server_auth", "client_auth"],
      validityPeriodHours: 10 * HOURS_A_YEAR,
      earlyRenewalHours: 0,
    },
    {
      ...opts,
      ignoreChanges: ["subject", "isCaCertificate", "setSubjectKeyId", "allowedUses", "validityPeriodHours"],
    },
  );
  return { key, certificate };
}

export interface ClientArgs {
  readonly algorithm: AuthorityArgs["algorithm"];
  readonly authority: AuthorityResources;
  readonly subject: CertificateSubject;
  /**
   * Ten years for the program, whose state has the CA's key anyway; one year, renewed by `up` in its last month, for people.
   */
  readonly of: "program" | "people";
}

/** A client: a key, and a certificate for it from the CA. */
export function client(name: string, args: ClientArgs, opts: pulumi.CustomResourceOptions) {
  const key = privateKey(name, args.algorithm, opts);
  const { subject } = args;
  const request = new tls.CertRequest(`${name}-request`, { privateKeyPem: key.privateKeyPem, subject }, opts);
  const certificate = new tls.LocallySignedCert(
    name,
    {
      caCertPem: args.authority.certificate.certPem,
      caPrivateKeyPem: args.authority.key.privateKeyPem,
      certRequestPem: request.certRequestPem,
      allowedUses: ["digital_signature", "client_auth"],
      ...(args.of === "program"
        ? { validityPeriodHours: 10 * HOURS_A_YEAR, earlyRenewalHours: 0 }
        : { validityPeriodHours: HOURS_A_YEAR, earlyRenewalHours: 30 * 24 }),
    },
    opts,
  );
  return { key, certificate };
}

export function privateKey(name: string, algorithm: AuthorityArgs["algorithm"], opts: pulumi.CustomResourceOptions) {
  const curve = algorithm === "ECDSA" ? { ecdsaCurve: "P256" } : {};
  return new tls.PrivateKey(`${name}-key`, { algorithm, ...curve }, opts);
}
