import * as pulumi from "@pulumi/pulumi";
import type { NodePlan } from "../../model/cluster-plan";
import type { BuildContext } from "../build-context";
import type { VirtualMachine } from "../virtual-machine";
import type { Bootstrap } from "../../distributions/components/bootstrap";
import type { ClusterInit } from "./cluster-init";
import type { JoinedNode } from "./joined-node";
import { machineIdentity } from "./machine-identity";
import { runScript } from "./run-script";

export interface WorkerNodeArgs {
  readonly context: BuildContext;
  readonly bootstrap: Bootstrap;
  readonly vm: VirtualMachine;
  readonly init: ClusterInit;
  /** The control plane that applies labels and taints, drains the node and deletes its Node object. */
  readonly contact: NodePlan;
  /** Output of its WorkerDrain: the script contains it, so that it runs whenever the node was drained. */
  readonly drained: pulumi.Output<string>;
  /** What must exist before this one joins. */
  readonly after: readonly pulumi.Resource[];
}

/** A worker: joins in parallel with others, is uncordoned once Ready, and is drained before its removal. */
export class WorkerNode extends pulumi.ComponentResource implements JoinedNode {
  readonly joined: pulumi.Output<pulumi.URN>;

  constructor(name: string, args: WorkerNodeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:WorkerNode", name, {}, opts);
    const { context, bootstrap, vm, init, contact, drained, after } = args;
    const calls = bootstrap.worker({ node: vm.node, contact, drained, initialized: init.printed });
    const shared = { context, bootstrap, triggers: machineIdentity(vm) };
    const join = runScript(
      `${name}-join`,
      { ...calls.join, ...shared },
      { parent: this, dependsOn: [vm, init, ...after] },
    );
    const last =
      calls.register &&
      runScript(`${name}-node`, { ...calls.register, ...shared }, { parent: this, dependsOn: [join, ...after] });
    this.joined = (last ?? join).urn;
    this.registerOutputs({});
  }
}
