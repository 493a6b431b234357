import { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { MachinePlan } from "../../model/cluster-plan";
import { connectionTo } from "../connection";
import type { Site } from "../site";

export interface MachineScriptArgs {
  readonly site: Site;
  /** The machine the script runs on. */
  readonly on: MachinePlan;
  /** The whole script; travels on stdin, because arguments are visible to everybody on the machine. */
  readonly script: pulumi.Input<string>;
  /** Functions of the script: run at creation and at every change of the text, and at the end. Without `create` nobody is asked at creation. */
  readonly create?: string;
  readonly delete?: string;
  /** Run at a change instead of `create`. */
  readonly update?: string;
  /** Values whose change ends this and begins it anew, such as the id and generation of a machine. */
  readonly triggers?: readonly pulumi.Input<string | number>[];
}

/** One of the program's scripts on one machine, as root. Its text and what it prints are secret. */
export function machineScript(
  name: string,
  args: MachineScriptArgs,
  opts: pulumi.CustomResourceOptions,
): remote.Command {
  const call = (step: string) => `sudo -n sh -s -- ${step}`;
  return new remote.Command(
    name,
    {
      connection: connectionTo(args.on, args.site),
      ...(args.create === undefined ? {} : { create: call(args.create) }),
      ...(args.update === undefined ? {} : { update: call(args.update) }),
      ...(args.delete === undefined ? {} : { delete: call(args.delete) }),
      stdin: pulumi.secret(args.script),
      triggers: [...(args.triggers ?? [])],
      // Progress goes to stderr and is shown while it runs; results go to stdout and are not.
      logging: remote.Logging.Stderr,
    },
    {
      deleteBeforeReplace: true,
      additionalSecretOutputs: ["stdin", "stdout"],
      customTimeouts: { create: "45m", update: "45m", delete: "20m" },
      ...opts,
    },
  );
}
