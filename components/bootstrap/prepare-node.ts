import type * as pulumi from "@pulumi/pulumi";
import { KEEP } from "../../model/step-order";
import type { BuildContext } from "../build-context";
import type { VirtualMachine } from "../virtual-machine";
import type { Bootstrap } from "../../distributions/components/bootstrap";
import { machineIdentity } from "./machine-identity";
import { runScript } from "./run-script";

export interface PreparedNodeArgs {
  readonly context: BuildContext;
  readonly bootstrap: Bootstrap;
  readonly vm: VirtualMachine;
}

/**
 * What is done on a machine before it initializes or joins, side by side with all others: it waits for the machine alone.
 * It belongs to a machine's creation: what changes later, such as a release, is for the join, which is gated.
 * For `dependsOn`; empty where a distribution prepares nothing, and for a control plane that has failed.
 */
export function prepareNode(
  name: string,
  { context, bootstrap, vm }: PreparedNodeArgs,
  opts: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  const call = vm.node.failed ? undefined : bootstrap.prepare?.(vm.node);
  if (call === undefined) return [];
  const shared = { context, bootstrap, update: KEEP, triggers: machineIdentity(vm) };
  return [runScript(`${name}-prepare`, { ...call, ...shared }, { ...opts, dependsOn: [vm] })];
}
