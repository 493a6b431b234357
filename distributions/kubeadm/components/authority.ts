import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";

/**
 * The cluster's CA, created before there is a cluster, so that every joining machine can verify it. All of Kubernetes
 * depends on it, so nothing replaces it: it is never renewed early, and no edit affects it.
 */
export class KubeadmAuthority extends pulumi.ComponentResource {
  /** PEM, public. */
  readonly certificate: pulumi.Output<string>;
  /** PEM; admin on the cluster. Secret. */
  readonly key: pulumi.Output<string>;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:KubeadmAuthority", name, {}, opts);
    const key = new tls.PrivateKey(
      `${name}-ca-key`,
      { algorithm: "ECDSA", ecdsaCurve: "P256" },
      { parent: this, ignoreChanges: ["algorithm", "ecdsaCurve"] },
    );
    const certificate = new tls.SelfSignedCert(
      `${name}-ca`,
      {
        privateKeyPem: key.privateKeyPem,
        isCaCertificate: true,
        subject: { commonName: "kubernetes" },
        dnsNames: ["kubernetes"],
        allowedUses: ["digital_signature", "key_encipherment", "cert_signing"],
        setSubjectKeyId: true,
        validityPeriodHours: TEN_YEARS_IN_HOURS,
        earlyRenewalHours: 0,
      },
      { parent: this, ignoreChanges: EVERYTHING },
    );
    this.certificate = certificate.certPem;
    this.key = pulumi.secret(key.privateKeyPem);
    this.registerOutputs({ certificate: this.certificate });
  }
}

/** The lifetime of kubeadm's own CA. */
const TEN_YEARS_IN_HOURS = 87_600;

const EVERYTHING = [
  "isCaCertificate",
  "subject",
  "dnsNames",
  "allowedUses",
  "setSubjectKeyId",
  "validityPeriodHours",
  "earlyRenewalHours",
];
