import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { type Connection, KEEP, withOrder } from "../../model/step-order";
import type { StepCalls } from "../../distributions/components/bootstrap";

export interface StepArgs extends StepCalls {
  /** The name used in messages. */
  readonly machine: string;
  /** The machine it runs on; without one it runs on this computer. */
  readonly connection?: pulumi.Input<Connection>;
  /** The whole script; passed on stdin, because arguments are visible to everybody. */
  readonly script: pulumi.Input<string>;
  /** Time limit of a run, in minutes. */
  readonly minutes: { readonly create: number; readonly delete: number };
}

/**
 * One of the program's scripts, run by steps/run.cjs, which bounds every wait (docs/decisions/0029). Its text and its output
 * are secret. The engine's own time-out is a minute longer, for whatever the runner could not end.
 */
export function step(name: string, args: StepArgs, opts: pulumi.CustomResourceOptions): local.Command {
  const { create, delete: end, minutes, once } = args;
  const update = once ? KEEP : args.update;
  const limits = {
    ...Object.fromEntries(
      [create, update].flatMap((call) => (call === undefined ? [] : [[call, minutes.create * 60]])),
    ),
    ...(end !== undefined && { [end]: minutes.delete * 60 }),
  };
  const stdin = pulumi.all([args.script, args.connection]).apply(([script, connection]) => {
    const order = { machine: args.machine, lock: name, limits, ...(connection && { connection }) };
    return withOrder(order, script);
  });
  return new local.Command(
    name,
    {
      // Relative to the program's folder, where the engine starts its plugins: the same on every computer.
      interpreter: ["node", "steps/run.cjs"],
      ...(create === undefined ? {} : { create }),
      ...(update === undefined ? {} : { update }),
      ...(end === undefined ? {} : { delete: end }),
      stdin: pulumi.secret(stdin),
      triggers: [...(args.triggers ?? [])],
      // Progress goes to stderr and is shown while it runs; results go to stdout and are not.
      logging: local.Logging.Stderr,
      // Restates what KEEP has.
      addPreviousOutputInEnv: once === true,
    },
    {
      deleteBeforeReplace: true,
      ...(once && { ignoreChanges: ["create", "stdin", "logging"] }),
      additionalSecretOutputs: ["stdin", "stdout"],
      customTimeouts: {
        create: `${minutes.create + 1}m`,
        update: `${minutes.create + 1}m`,
        delete: `${minutes.delete + 1}m`,
      },
      ...opts,
    },
  );
}
