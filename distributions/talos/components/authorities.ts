import * as pulumi from "@pulumi/pulumi";
import type { AdminAccess } from "../variables";
import { deriveTalosSecrets, type TalosSecrets } from "../secrets";
import type { BootstrapContext } from "../../components/bootstrap";
import { adminAccessOf } from "./access";
import { authority, type AuthorityResources, privateKey, type CertificateSubject } from "./certificates";

export interface TalosAuthoritiesArgs {
  readonly clusterName: string;
  readonly identity: BootstrapContext<unknown>["identity"];
  /** Addresses of the control planes, for the talosconfig of people. */
  readonly endpoints: readonly string[];
}

/**
 * The cluster's CAs and admin certificates. Talos generates the same (`talosctl gen secrets`), in these formats (talos
 * v1.13.9, pkg/machinery/config/generate/secrets); only its aggregator CA has no common name, which the tls plugin does not
 * allow.
 */
export class TalosAuthorities extends pulumi.ComponentResource {
  /** What machine configurations are rendered with. Secret. */
  readonly secrets: pulumi.Output<TalosSecrets>;
  /** The program's access to both APIs. Secret. */
  readonly operator: pulumi.Output<AdminAccess>;
  /** For people: the same rights, valid for a year. Secret. */
  readonly people: pulumi.Output<AdminAccess>;

  constructor(name: string, args: TalosAuthoritiesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:TalosAuthorities", name, {}, opts);
    const parent = { parent: this };
    const ca = (what: string, algorithm: "ED25519" | "ECDSA", subject: CertificateSubject) =>
      authority(`${name}-${what}-ca`, { algorithm, subject }, parent);
    const os = ca("os", "ED25519", { organization: "talos" });
    const kubernetes = ca("kubernetes", "ECDSA", { organization: "kubernetes" });
    const etcd = ca("etcd", "ECDSA", { organization: "etcd" });
    const aggregator = ca("aggregator", "ECDSA", { commonName: "front-proxy-ca" });
    const serviceAccount = privateKey(`${name}-service-account`, "ECDSA", parent);

    this.secrets = pulumi.secret(
      pulumi
        .all([
          args.identity.derive(deriveTalosSecrets),
          pulumi.all([os, kubernetes, etcd, aggregator].map(bothOf)),
          serviceAccount.privateKeyPem,
        ])
        .apply(([derived, cas, serviceAccountKey]) => ({ ...derived, ...named(cas), serviceAccountKey })),
    );
    const { clusterName, endpoints } = args;
    // Adding a control plane must not change the scripts of the others, which contain their endpoints.
    const operator = { clusterName, os, kubernetes, of: "program", endpoints: [] } as const;
    this.operator = adminAccessOf(name, operator, parent);
    this.people = adminAccessOf(name, { ...operator, of: "people", endpoints }, parent);
    this.registerOutputs({});
  }
}

interface Pem {
  readonly certificate: string;
  readonly key: string;
}

function bothOf({ key, certificate }: AuthorityResources): pulumi.Output<Pem> {
  return pulumi.all([certificate.certPem, key.privateKeyPem]).apply(([pem, privatePem]) => ({
    certificate: pem,
    key: privatePem,
  }));
}

function named(cas: readonly Pem[]) {
  const [os, kubernetes, etcd, aggregator] = cas as readonly [Pem, Pem, Pem, Pem];
  return { os, kubernetes, etcd, aggregator };
}
