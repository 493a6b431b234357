import * as pulumi from "@pulumi/pulumi";
import type { NodePlan } from "../../model/cluster-plan";
import type { BuildContext } from "../build-context";
import type { VirtualMachine } from "../virtual-machine";
import type { Bootstrap } from "../../distributions/components/bootstrap";
import type { ClusterInit } from "./cluster-init";
import type { JoinedNode } from "./joined-node";
import { machineIdentity } from "./machine-identity";
import { runScript } from "./run-script";

export interface ControlPlaneNodeArgs {
  readonly context: BuildContext;
  readonly bootstrap: Bootstrap;
  readonly vm: VirtualMachine;
  readonly init: ClusterInit;
  /** A healthy control plane, which removes this one from the cluster if it has failed. */
  readonly contact: NodePlan | undefined;
  /** What must exist before this one joins. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * A control plane: joins behind the health gate of the previous one; on removal its node is drained, its etcd member removed
 * and its Node object deleted.
 */
export class ControlPlaneNode extends pulumi.ComponentResource implements JoinedNode {
  readonly joined: pulumi.Output<pulumi.URN>;

  constructor(name: string, args: ControlPlaneNodeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:ControlPlaneNode", name, {}, opts);
    const { context, bootstrap, vm, init, contact, after } = args;
    const call = bootstrap.controlPlane({ node: vm.node, contact, initialized: init.printed });
    const join = runScript(
      `${name}-join`,
      { context, bootstrap, ...call, triggers: machineIdentity(vm) },
      { parent: this, dependsOn: [vm, init, ...after] },
    );
    this.joined = join.urn;
    this.registerOutputs({});
  }
}
