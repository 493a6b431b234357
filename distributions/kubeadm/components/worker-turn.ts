import * as pulumi from "@pulumi/pulumi";
import type { KubeadmPlan } from "../plan";
import { renderKubeadmWorkerTurnScript } from "../turn-scripts";
import type { Site } from "../../../components/site";
import type { WorkerTurn, WorkerTurnArgs } from "../../../components/bootstrap/distribution";
import { machineScript } from "../../../components/bootstrap/machine-script";

export interface KubeadmWorkerTurnArgs extends WorkerTurnArgs {
  readonly site: Site<KubeadmPlan>;
}

/**
 * Has a control plane empty a worker's node before its machine restarts. What restarts it is part of the text, so that
 * only such an edit changes this.
 */
export class KubeadmWorkerTurn extends pulumi.ComponentResource implements WorkerTurn {
  readonly emptied: pulumi.Output<string>;

  constructor(name: string, args: KubeadmWorkerTurnArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:KubeadmWorkerTurn", name, {}, opts);
    const { site, speaker, machine, after } = args;
    const turn = machineScript(
      `${name}-turn`,
      { site, on: speaker, script: renderKubeadmWorkerTurnScript(speaker, machine), update: "step_aside" },
      { parent: this, dependsOn: [...after] },
    );
    this.emptied = turn.stdout.apply((text) => text.trim());
    this.registerOutputs({});
  }
}
