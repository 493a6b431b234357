import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { deriveToken } from "../model/derive-token";
import { fileTag } from "../model/file-names";

/**
 * The cluster's secrets. All are derived from one private key in the state, so that nobody has to type or can lose them, and
 * they are the same at every run (the server token also encrypts etcd snapshots: losing it means losing the backups).
 */
export class ClusterIdentity extends pulumi.ComponentResource {
  /** The program's own login on the machines. Secret. */
  readonly automationPrivateKey: pulumi.Output<string>;
  readonly automationPublicKey: pulumi.Output<string>;
  /** Part of the name of every file of the stack on its hosts. */
  readonly fileTag: pulumi.Output<string>;
  private readonly root: tls.PrivateKey;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:ClusterIdentity", name, {}, opts);
    this.root = new tls.PrivateKey(`${name}-root-key`, { algorithm: "ED25519" }, { parent: this });
    const automation = new tls.PrivateKey(`${name}-automation-key`, { algorithm: "ED25519" }, { parent: this });

    this.automationPrivateKey = pulumi.secret(automation.privateKeyOpenssh);
    this.automationPublicKey = automation.publicKeyOpenssh.apply((key) => `${key.trim()} homelab`);
    this.fileTag = automation.publicKeyOpenssh.apply(fileTag);
    this.registerOutputs({ automationPublicKey: this.automationPublicKey });
  }

  /** A token for one purpose, the same at every run. Secret. */
  secret(purpose: string): pulumi.Output<string> {
    return this.derive((rootKey) => deriveToken(rootKey, purpose));
  }

  /** Anything that is derived from the cluster's key alone. Secret. */
  derive<T>(make: (rootKey: string) => T): pulumi.Output<pulumi.Unwrap<T>> {
    return pulumi.secret(this.root.privateKeyPem.apply(make));
  }
}
