import * as pulumi from "@pulumi/pulumi";
import type { WorkerTurn, WorkerTurnArgs } from "../../../components/bootstrap/distribution";
import { operatorScript } from "../../../components/bootstrap/operator-script";
import { workerTurnScript } from "./scripts";
import type { TalosSite } from "./site";

export interface TalosWorkerTurnArgs extends WorkerTurnArgs {
  readonly site: TalosSite;
}

/**
 * Empties a worker's node before its machine restarts. What restarts it is part of the text, so that
 * only such an edit changes this.
 */
export class TalosWorkerTurn extends pulumi.ComponentResource implements WorkerTurn {
  readonly emptied: pulumi.Output<string>;

  constructor(name: string, args: TalosWorkerTurnArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:TalosWorkerTurn", name, {}, opts);
    const { site, machine, after } = args;
    const turn = operatorScript(
      `${name}-turn`,
      { about: machine.name, script: workerTurnScript(site, machine), update: "make_way" },
      { parent: this, dependsOn: [...after] },
    );
    this.emptied = turn.stdout.apply((text) => text.trim());
    this.registerOutputs({});
  }
}
