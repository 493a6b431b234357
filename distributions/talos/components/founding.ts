import * as pulumi from "@pulumi/pulumi";
import type { VirtualMachine } from "../../../components/virtual-machine";
import { operatorScript } from "../../../components/bootstrap/operator-script";
import { serverScript } from "./scripts";
import type { TalosSite } from "./site";

export interface TalosFoundingArgs {
  readonly site: TalosSite;
  /** Where the cluster begins. */
  readonly vm: VirtualMachine;
}

/**
 * The one act that makes a new cluster. It belongs to the cluster and to no machine: when the first control plane is
 * replaced this stays, so the new one can only join (talos#5500: a second bootstrap makes a second etcd).
 */
export class TalosFounding extends pulumi.ComponentResource {
  constructor(name: string, { site, vm }: TalosFoundingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:TalosFounding", name, {}, opts);
    operatorScript(
      `${name}-found`,
      { about: vm.machine.name, script: serverScript(site, vm.machine), create: "found", once: true },
      { parent: this, dependsOn: [vm] },
    );
    this.registerOutputs({});
  }
}
