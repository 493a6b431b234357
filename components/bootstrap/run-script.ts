import type { local } from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import type { BuildContext } from "../build-context";
import type { Bootstrap, ScriptCall } from "../../distributions/components/bootstrap";
import { machineScript } from "./machine-script";
import { operatorScript } from "./operator-script";

export interface RunScriptArgs extends ScriptCall {
  readonly context: BuildContext;
  readonly bootstrap: Bootstrap;
}

/** One of a distribution's scripts, run where its scripts run: on the machine or on this computer. */
export function runScript(
  name: string,
  { context, bootstrap, on, ...call }: RunScriptArgs,
  opts: pulumi.CustomResourceOptions,
): local.Command {
  return bootstrap.runs === "here"
    ? operatorScript(name, { about: on.name, ...call }, opts)
    : machineScript(name, { context, on, ...call }, opts);
}
