import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { deriveToken, tokenPurposes } from "../model/derive-token";

/**
 * The secrets a cluster lives by. All derive from one private key in state, so nobody types or loses them, and they are
 * the same at every run (the server token is also what snapshots are encrypted with: losing it is losing the backups).
 */
export class ClusterIdentity extends pulumi.ComponentResource {
  /** Joins servers; admin on the cluster. Secret. */
  readonly serverToken: pulumi.Output<string>;
  /** Joins agents only, so that a worker never holds the server token. Secret. */
  readonly agentToken: pulumi.Output<string>;
  /** The program's own login on the machines. Secret. */
  readonly automationPrivateKey: pulumi.Output<string>;
  readonly automationPublicKey: pulumi.Output<string>;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:ClusterIdentity", name, {}, opts);
    const root = new tls.PrivateKey(`${name}-root-key`, { algorithm: "ED25519" }, { parent: this });
    const automation = new tls.PrivateKey(`${name}-automation-key`, { algorithm: "ED25519" }, { parent: this });

    this.serverToken = derive(root, tokenPurposes.server);
    this.agentToken = derive(root, tokenPurposes.agent);
    this.automationPrivateKey = pulumi.secret(automation.privateKeyOpenssh);
    this.automationPublicKey = automation.publicKeyOpenssh.apply((key) => `${key.trim()} homelab`);
    this.registerOutputs({ automationPublicKey: this.automationPublicKey });
  }
}

function derive(root: tls.PrivateKey, purpose: string): pulumi.Output<string> {
  return pulumi.secret(root.privateKeyPem.apply((pem) => deriveToken(pem, purpose)));
}
