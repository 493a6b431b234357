import * as pulumi from "@pulumi/pulumi";
import type { BuildContext } from "../build-context";
import type { VirtualMachine } from "../virtual-machine";
import type { Bootstrap } from "../../distributions/components/bootstrap";
import { runScript } from "./run-script";

export interface ClusterInitArgs {
  readonly context: BuildContext;
  readonly bootstrap: Bootstrap;
  /** The first control plane. */
  readonly vm: VirtualMachine;
  /** What must exist before. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Initializes the cluster. It belongs to the cluster, not to a machine: when the first control plane is replaced this
 * resource stays, so that the new one can only join (rke2#3184, talos#5500: initializing again creates a second etcd).
 */
export class ClusterInit extends pulumi.ComponentResource {
  /** What its script printed. Secret. */
  readonly printed: pulumi.Output<string>;

  constructor(
    name: string,
    { context, bootstrap, vm, after }: ClusterInitArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("homelab:index:ClusterInit", name, {}, opts);
    const init = runScript(
      `${name}-init`,
      { context, bootstrap, ...bootstrap.init(vm.node), once: true },
      { parent: this, dependsOn: [vm, ...after] },
    );
    this.printed = init.stdout;
    this.registerOutputs({});
  }
}
