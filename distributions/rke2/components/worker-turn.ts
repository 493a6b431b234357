import * as pulumi from "@pulumi/pulumi";
import { renderWorkerTurnScript } from "../turn-scripts";
import type { WorkerTurn, WorkerTurnArgs } from "../../../components/bootstrap/distribution";
import { machineScript } from "../../../components/bootstrap/machine-script";
import type { Rke2Site } from "./site";

export interface Rke2WorkerTurnArgs extends WorkerTurnArgs {
  readonly site: Rke2Site;
}

/**
 * Has a control plane empty a worker's node before its machine restarts. What restarts it is part of the text, so that
 * only such an edit changes this.
 */
export class Rke2WorkerTurn extends pulumi.ComponentResource implements WorkerTurn {
  readonly emptied: pulumi.Output<string>;

  constructor(name: string, args: Rke2WorkerTurnArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:Rke2WorkerTurn", name, {}, opts);
    const { site, speaker, machine, after } = args;
    const turn = machineScript(
      `${name}-turn`,
      { site, on: speaker, script: renderWorkerTurnScript(machine), update: "step_aside" },
      { parent: this, dependsOn: [...after] },
    );
    this.emptied = turn.stdout.apply((text) => text.trim());
    this.registerOutputs({});
  }
}
