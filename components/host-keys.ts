import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import type { NodePlan } from "../model/cluster-plan";
import { machineName } from "../model/machine-name";

/** A machine's SSH identity. */
export interface HostKey {
  /** Goes into the machine's vendor data. Secret. */
  readonly privateKey: pulumi.Output<string>;
  /** What every connection verifies, as `ssh-ed25519 AAAA…`. */
  readonly publicKey: pulumi.Output<string>;
}

export interface HostKeysArgs {
  readonly machines: readonly Pick<NodePlan, "name">[];
}

/**
 * The SSH host key of every machine, created before the machine boots, so that nothing is ever trusted on first use. It
 * belongs to the machine's name: a replaced machine keeps it.
 */
export class HostKeys extends pulumi.ComponentResource {
  private readonly keys: ReadonlyMap<string, HostKey>;

  constructor(name: string, args: HostKeysArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:HostKeys", name, {}, opts);
    this.keys = new Map(args.machines.map((machine) => [machine.name, this.key(machineName(name, machine.name))]));
    this.registerOutputs({});
  }

  of(machine: Pick<NodePlan, "name">): HostKey {
    const key = this.keys.get(machine.name);
    if (!key) throw new Error(`${machine.name} has no host key`);
    return key;
  }

  private key(name: string): HostKey {
    const key = new tls.PrivateKey(`${name}-host-key`, { algorithm: "ED25519" }, { parent: this });
    return {
      privateKey: pulumi.secret(key.privateKeyOpenssh),
      publicKey: key.publicKeyOpenssh.apply((text) => text.trim()),
    };
  }
}
