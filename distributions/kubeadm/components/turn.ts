import * as pulumi from "@pulumi/pulumi";
import type { KubeadmPlan } from "../plan";
import { renderKubeadmTurnScript } from "../turn-scripts";
import type { Site } from "../../../components/site";
import type { TurnArgs } from "../../../components/bootstrap/distribution";
import { machineScript } from "../../../components/bootstrap/machine-script";

export interface KubeadmTurnArgs extends TurnArgs {
  readonly site: Site<KubeadmPlan>;
}

/**
 * Asks a living control plane whether the cluster is whole before the machine of the next one is cloned, resized or
 * replaced. The machine's shape is part of the question, so that every change of it is preceded by an answer.
 */
export class KubeadmTurn extends pulumi.ComponentResource {
  constructor(name: string, { site, asked, next, after }: KubeadmTurnArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:KubeadmTurn", name, {}, opts);
    machineScript(
      `${name}-turn`,
      { site, on: asked, script: renderKubeadmTurnScript(site.plan, asked, next), create: "turn" },
      { parent: this, dependsOn: [...after] },
    );
    this.registerOutputs({});
  }
}
