import * as pulumi from "@pulumi/pulumi";
import { renderServerScript } from "../script";
import type { VirtualMachine } from "../../../components/virtual-machine";
import { machineScript } from "../../../components/bootstrap/machine-script";
import type { Rke2Site } from "./site";

export interface FoundingArgs {
  readonly site: Rke2Site;
  /** Where the cluster begins. */
  readonly vm: VirtualMachine;
}

/**
 * The one act that makes a new cluster. It belongs to the cluster and to no machine: when the first server is replaced
 * this stays, so the new one can only join (rke2#3184: a first server without data and without `server:` founds again).
 */
export class Rke2Founding extends pulumi.ComponentResource {
  /** sha256 of the cluster's CA, which every joiner pins. */
  readonly caHash: pulumi.Output<string>;

  constructor(name: string, { site, vm }: FoundingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:Rke2Founding", name, {}, opts);
    const script = pulumi
      .all([site.serverToken, site.agentToken])
      .apply(([token, agentToken]) => renderServerScript(site.plan, vm.machine, { token, agentToken, caHash: "" }));
    const found = machineScript(
      `${name}-found`,
      { site, on: vm.machine, script, create: "found", once: true },
      { parent: this, dependsOn: [vm] },
    );
    this.caHash = pulumi.unsecret(found.stdout).apply((text) => text.trim());
    this.registerOutputs({ caHash: this.caHash });
  }
}
