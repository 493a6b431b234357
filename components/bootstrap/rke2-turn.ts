import * as pulumi from "@pulumi/pulumi";
import type { MachinePlan } from "../../model/cluster-plan";
import { renderTurnScript } from "../../model/render/rke2-script";
import type { Site } from "../site";
import { machineScript } from "./machine-script";

export interface Rke2TurnArgs {
  readonly site: Site;
  /** The server that is asked. */
  readonly asked: MachinePlan;
  /** The machine whose turn it is. */
  readonly next: MachinePlan;
  readonly after: readonly pulumi.Resource[];
}

/**
 * Asks a living server whether the cluster is whole before the next server's machine is cloned, resized or replaced.
 * The machine's shape is part of the question, so that every change of it is preceded by an answer.
 */
export class Rke2Turn extends pulumi.ComponentResource {
  constructor(name: string, { site, asked, next, after }: Rke2TurnArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:Rke2Turn", name, {}, opts);
    machineScript(
      `${name}-turn`,
      { site, on: asked, script: renderTurnScript(site.plan, asked, next), create: "turn" },
      { parent: this, dependsOn: [...after] },
    );
    this.registerOutputs({});
  }
}
