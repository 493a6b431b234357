import * as pulumi from "@pulumi/pulumi";
import { renderTurnScript } from "../turn-scripts";
import type { TurnArgs } from "../../../components/bootstrap/distribution";
import { machineScript } from "../../../components/bootstrap/machine-script";
import type { Rke2Site } from "./site";

export interface Rke2TurnArgs extends TurnArgs {
  readonly site: Rke2Site;
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
