import * as pulumi from "@pulumi/pulumi";
import type { NodePlan } from "../../model/cluster-plan";
import type { BuildContext } from "../build-context";
import type { Bootstrap } from "../../distributions/components/bootstrap";
import { runScript } from "./run-script";

export interface WorkerDrainArgs {
  readonly context: BuildContext;
  readonly bootstrap: Bootstrap;
  /** The worker whose machine is about to restart. */
  readonly node: NodePlan;
  /** The control plane that drains its node. */
  readonly contact: NodePlan;
  readonly after: readonly pulumi.Resource[];
}

/**
 * Drains a worker's node before its machine restarts. The inputs that restart it are part of the script, so that only such
 * an edit updates this resource. Creating it does nothing.
 */
export class WorkerDrain extends pulumi.ComponentResource {
  /** Output of the last drain; empty if there was none. The script that uncordons the node contains it. */
  readonly drained: pulumi.Output<string>;

  constructor(name: string, args: WorkerDrainArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:WorkerDrain", name, {}, opts);
    const { context, bootstrap, node, contact, after } = args;
    const drain = runScript(
      `${name}-drain`,
      { context, bootstrap, ...bootstrap.drainWorker(contact, node) },
      { parent: this, dependsOn: [...after] },
    );
    this.drained = drain.stdout.apply((text) => text.trim());
    this.registerOutputs({});
  }
}
