import * as pulumi from "@pulumi/pulumi";
import type { MachinePlan } from "../model/cluster-plan";

export interface NetworkArgs {
  readonly machines: readonly MachinePlan[];
}

/**
 * The bridges the machines plug into. Bridges that exist already (`hosts.<host>.bridges`) are used and never managed:
 * a bridge that carries the host's own address must not be in anybody's state.
 */
export class Network extends pulumi.ComponentResource {
  /** Names of the bridges in use, sorted. */
  readonly bridges: readonly string[];

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:Network", name, {}, opts);
    this.bridges = [...new Set(args.machines.map((machine) => machine.bridge))].sort();
    this.registerOutputs({ bridges: this.bridges });
  }
}
