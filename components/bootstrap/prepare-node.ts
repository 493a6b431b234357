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
 * What is done on a machine before it initializes or joins, in parallel with all others: it waits only for its machine. It
 * is part of a machine's creation: later changes, such as a new release, are made by the join, which is gated. For
 * `dependsOn`; empty where a distribution prepares nothing, and for a failed control plane.
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
