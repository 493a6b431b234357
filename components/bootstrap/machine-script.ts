import type { local } from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import type { MachinePlan } from "../../model/cluster-plan";
import { connectionTo } from "../connection";
import type { Site } from "../site";
import { step, type StepCalls } from "./step";

export interface MachineScriptArgs extends StepCalls {
  readonly site: Site;
  /** The machine the script runs on. */
  readonly on: MachinePlan;
  /** The whole script. */
  readonly script: pulumi.Input<string>;
}

/** One of the program's scripts on one machine, as root. */
export function machineScript(
  name: string,
  { site, on, ...call }: MachineScriptArgs,
  opts: pulumi.CustomResourceOptions,
): local.Command {
  const minutes = { create: 44, delete: 19 };
  // What it was before steps bounded their waits (docs/decisions/0029).
  const aliases = [{ type: "command:remote:Command" }];
  const args = { ...call, machine: on.name, connection: connectionTo(on, site), minutes };
  return step(name, args, { ...opts, aliases });
}
