import type { local } from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import type { StepCalls } from "../../distributions/components/bootstrap";
import { step } from "./step";

export interface OperatorScriptArgs extends StepCalls {
  /** The machine or cluster it is about. */
  readonly about: string;
  /** The whole script. */
  readonly script: pulumi.Input<string>;
}

/** One of the program's scripts where Pulumi runs, for machines that have no SSH. */
export function operatorScript(
  name: string,
  { about, ...call }: OperatorScriptArgs,
  opts: pulumi.CustomResourceOptions,
): local.Command {
  return step(name, { ...call, machine: about, minutes: { create: 44, delete: 29 } }, opts);
}
