import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

export interface OperatorScriptArgs {
  /** The whole script; travels on stdin, because arguments are visible to everybody on this computer. */
  readonly script: pulumi.Input<string>;
  /** Functions of the script: run at creation and at every change of the text, and at the end. Without `create` nobody is asked at creation. */
  readonly create?: string;
  readonly delete?: string;
  /** Run at a change instead of `create`. */
  readonly update?: string;
  /** Values whose change ends this and begins it anew, such as the id and generation of a machine. */
  readonly triggers?: readonly pulumi.Input<string | number>[];
}

/** One of the program's scripts where Pulumi runs, for machines that have no SSH. Its text and what it prints are secret. */
export function operatorScript(
  name: string,
  args: OperatorScriptArgs,
  opts: pulumi.CustomResourceOptions,
): local.Command {
  const call = (step: string) => `sh -s -- ${step}`;
  return new local.Command(
    name,
    {
      ...(args.create === undefined ? {} : { create: call(args.create) }),
      ...(args.update === undefined ? {} : { update: call(args.update) }),
      ...(args.delete === undefined ? {} : { delete: call(args.delete) }),
      stdin: pulumi.secret(args.script),
      triggers: [...(args.triggers ?? [])],
      // Progress goes to stderr and is shown while it runs; results go to stdout and are not.
      logging: local.Logging.Stderr,
      addPreviousOutputInEnv: false,
    },
    {
      deleteBeforeReplace: true,
      additionalSecretOutputs: ["stdin", "stdout"],
      customTimeouts: { create: "45m", update: "45m", delete: "30m" },
      ...opts,
    },
  );
}
