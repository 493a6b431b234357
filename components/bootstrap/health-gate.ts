import * as pulumi from "@pulumi/pulumi";
import type { NodePlan } from "../../model/cluster-plan";
import type { BuildContext } from "../build-context";
import type { Bootstrap } from "../../distributions/components/bootstrap";
import { runScript } from "./run-script";

export interface HealthGateArgs {
  readonly context: BuildContext;
  readonly bootstrap: Bootstrap;
  /** The control plane that is asked. */
  readonly contact: NodePlan;
  /** The one whose machine may be touched after it. */
  readonly next: NodePlan;
  readonly after: readonly pulumi.Resource[];
}

/**
 * Asks a control plane whether the cluster is healthy before the machine of the next one is cloned, resized or replaced.
 * The machine's shape is part of the question, so that every change of it is preceded by an answer.
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
