import * as pulumi from "@pulumi/pulumi";
import { isLiving, type LivingOutsideVm } from "../model/outside-vm-plan";
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
  /** What is more urgent than another clone of the image, and needed by none. */
  readonly before: readonly pulumi.Resource[];
}

/**
 * Machines that are no nodes. Clones of the image are made one after another, as one lane beside the nodes'; protected
 * ones in no order, for they would keep whatever they wait for when all else is destroyed. Decommissioned machines are
 * none of our business: what nothing registers, nothing deletes.
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

/** Those VMs as one component; none for none. */
export function outsideVms(name: string, args: OutsideVmsArgs, opts: pulumi.ComponentResourceOptions): OutsideVms[] {
  return args.vms.length === 0 ? [] : [new OutsideVms(name, args, opts)];
}

/** Machines that others are behind, to be there before them. */
export const gatewaysOf = ({ vms }: StackPlan): LivingOutsideVm[] =>
  vms.filter(isLiving).filter(({ gatewayOf }) => gatewayOf.length > 0);

/** All other machines that are no nodes. */
export const behindGatewaysOf = ({ vms }: StackPlan): LivingOutsideVm[] =>
  vms.filter(isLiving).filter(({ gatewayOf }) => gatewayOf.length === 0);
