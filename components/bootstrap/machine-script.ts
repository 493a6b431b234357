import type { local } from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import type { NodePlan } from "../../model/cluster-plan";
import { connectionTo } from "../connection";
import type { BuildContext } from "../build-context";
import type { StepCalls } from "../../distributions/components/bootstrap";
import { step } from "./step";

export interface MachineScriptArgs extends StepCalls {
  readonly context: BuildContext;
  /** The machine the script runs on. */
  readonly on: NodePlan;
  /** The whole script. */
  readonly script: pulumi.Input<string>;
}

/** One of the program's scripts on one machine, as root. */
export function machineScript(
  name: string,
  { context, on, ...call }: MachineScriptArgs,
  opts: pulumi.CustomResourceOptions,
): local.Command {
  const minutes = { create: 44, delete: 19 };
  return step(name, { ...call, machine: on.name, connection: connectionTo(on, context), minutes }, opts);
}
