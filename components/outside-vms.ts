import * as pulumi from "@pulumi/pulumi";
import { isInService, type LivingOutsideVm } from "../model/outside-vm-plan";
import type { StackPlan } from "../distributions/distribution";
import { OutsideVm } from "./outside-vm";
import { machineName } from "../model/machine-name";
import type { BuildContext } from "./build-context";

export interface OutsideVmsArgs {
  readonly context: BuildContext;
  readonly vms: readonly LivingOutsideVm[];
  /** What all of them need. */
  readonly after: readonly pulumi.Resource[];
  /** What clones of the image need. */
  readonly templates: readonly pulumi.Resource[];
  /** What is more urgent than another clone of the image, but not required by one. */
  readonly before: readonly pulumi.Resource[];
}

/**
 * VMs outside the cluster. Clones of the image are created one after another, as one lane beside the nodes'; protected ones
 * in no order, as a destroy would keep everything they depend on. Decommissioned VMs are not registered: what nothing
 * registers, nothing deletes.
 */
export class OutsideVms extends pulumi.ComponentResource {
  constructor(name: string, args: OutsideVmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:OutsideVms", name, {}, opts);
    const { context, vms, templates } = args;
    let lane = args.before;
    for (const outsideVm of vms) {
      const isClone = outsideVm.source === "image";
      const waits = isClone && !outsideVm.protect;
      const after = [...args.after, ...(isClone ? templates : []), ...(waits ? lane : [])];
      const machine = machineName(context.plan.cluster.name, outsideVm.name);
      const made = new OutsideVm(machine, { outsideVm, context, after }, { parent: this });
      if (waits) lane = [made];
    }
    this.registerOutputs({});
  }
}

/** Those VMs as one component; undefined if there are none. */
export function outsideVms(name: string, args: OutsideVmsArgs, opts: pulumi.ComponentResourceOptions): OutsideVms[] {
  return args.vms.length === 0 ? [] : [new OutsideVms(name, args, opts)];
}

/** VMs that others depend on for their network, created before them. */
export const gatewaysOf = ({ vms }: StackPlan): LivingOutsideVm[] =>
  vms.filter(isInService).filter(({ gatewayOf }) => gatewayOf.length > 0);

/** All other VMs outside the cluster. */
export const behindGatewaysOf = ({ vms }: StackPlan): LivingOutsideVm[] =>
  vms.filter(isInService).filter(({ gatewayOf }) => gatewayOf.length === 0);
