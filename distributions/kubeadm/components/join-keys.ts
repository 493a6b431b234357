import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";

/** Both halves of an SSH key that control planes issue join tokens to. */
export interface JoinKey {
  /** OpenSSH PEM. Secret. */
  readonly privateKey: pulumi.Output<string>;
  /** One line of authorized_keys, without options. */
  readonly publicKey: pulumi.Output<string>;
}

/**
 * Keys that may request tokens: a worker's key yields only a bootstrap token, a control plane's also the certificate key.
 * Pulumi sees neither.
 */
export class KubeadmJoinKeys extends pulumi.ComponentResource {
  readonly worker: JoinKey;
  readonly server: JoinKey;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:KubeadmJoinKeys", name, {}, opts);
    this.worker = this.key(`${name}-worker-join-key`);
    this.server = this.key(`${name}-server-join-key`);
    this.registerOutputs({});
  }

  private key(name: string): JoinKey {
    const key = new tls.PrivateKey(name, { algorithm: "ED25519" }, { parent: this });
    return {
      privateKey: pulumi.secret(key.privateKeyOpenssh),
      publicKey: key.publicKeyOpenssh.apply((text) => text.trim()),
    };
  }
}
