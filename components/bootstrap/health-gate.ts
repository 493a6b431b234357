import * as pulumi from "@pulumi/pulumi";
import type { NodePlan } from "../../model/cluster-plan";
import type { BuildContext } from "../build-context";
import type { Bootstrap } from "../../distributions/components/bootstrap";
import { runScript } from "./run-script";

export interface HealthGateArgs {
  readonly context: BuildContext;
  readonly bootstrap: Bootstrap;
  /** The control plane that answers. */
  readonly contact: NodePlan;
  /** The one whose machine may be changed afterwards. */
  readonly next: NodePlan;
  readonly after: readonly pulumi.Resource[];
}

/**
 * Checks through a control plane that the cluster is healthy before the machine of the next one is cloned, resized or
 * replaced. The next machine's inputs are among its triggers, so that every change of the machine is preceded by a check.
 */
export class HealthGate extends pulumi.ComponentResource {
  constructor(name: string, args: HealthGateArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:HealthGate", name, {}, opts);
    const { context, bootstrap, contact, next, after } = args;
    runScript(
      `${name}-gate`,
      { context, bootstrap, ...bootstrap.healthGate(contact, next) },
      { parent: this, dependsOn: [...after] },
    );
    this.registerOutputs({});
  }
}
