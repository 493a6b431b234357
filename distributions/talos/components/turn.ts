import * as pulumi from "@pulumi/pulumi";
import type { TurnArgs } from "../../../components/bootstrap/distribution";
import { operatorScript } from "../../../components/bootstrap/operator-script";
import { turnScript } from "./scripts";
import type { TalosSite } from "./site";

export interface TalosTurnArgs extends TurnArgs {
  readonly site: TalosSite;
}

/**
 * Asks a living control plane whether the cluster is whole before the next one's machine is cloned, resized or replaced.
 * The machine's shape is part of the question, so that every change of it is preceded by an answer.
 */
export class TalosTurn extends pulumi.ComponentResource {
  constructor(name: string, { site, asked, next, after }: TalosTurnArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:TalosTurn", name, {}, opts);
    operatorScript(
      `${name}-turn`,
      { about: asked.name, script: turnScript(site, asked, next), create: "vouch" },
      { parent: this, dependsOn: [...after] },
    );
    this.registerOutputs({});
  }
}
