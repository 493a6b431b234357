import * as pulumi from "@pulumi/pulumi";
import { renderControlPlaneScript } from "../script";
import type { VirtualMachine } from "../../../components/virtual-machine";
import { machineScript } from "../../../components/bootstrap/machine-script";
import { type KubeadmSite, serverMaterial } from "./site";

export interface FoundingArgs {
  readonly site: KubeadmSite;
  /** Where the cluster begins. */
  readonly vm: VirtualMachine;
}

/**
 * `kubeadm init`, once in the cluster's life. It belongs to the cluster and to no machine: when the first control plane is
 * replaced this stays, so the new one can only join.
 */
export class KubeadmFounding extends pulumi.ComponentResource {
  constructor(name: string, { site, vm }: FoundingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:KubeadmFounding", name, {}, opts);
    const script = serverMaterial(site, vm.machine, "founder").apply((material) =>
      renderControlPlaneScript(site.plan, vm.machine, material),
    );
    machineScript(
      `${name}-found`,
      { site, on: vm.machine, script, create: "found", once: true },
      { parent: this, dependsOn: [vm] },
    );
    this.registerOutputs({});
  }
}
