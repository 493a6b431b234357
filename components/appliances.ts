import * as pulumi from "@pulumi/pulumi";
import { isLiving, type LivingAppliance } from "../model/appliance-plan";
import type { ClusterPlan } from "../model/cluster-plan";
import { Appliance } from "./appliance";
import { machineName } from "../model/machine-name";
import type { Site } from "./site";

export interface AppliancesArgs {
  readonly site: Site;
  readonly machines: readonly LivingAppliance[];
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
export class Appliances extends pulumi.ComponentResource {
  constructor(name: string, args: AppliancesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:Appliances", name, {}, opts);
    const { site, machines, templates } = args;
    let lane = args.before;
    for (const appliance of machines) {
      const isClone = appliance.source === "image";
      const waits = isClone && !appliance.protect;
      const after = [...args.after, ...(isClone ? templates : []), ...(waits ? lane : [])];
      const machine = machineName(site.plan.cluster.name, appliance.name);
      const made = new Appliance(machine, { appliance, site, after }, { parent: this });
      if (waits) lane = [made];
    }
    this.registerOutputs({});
  }
}

/** Machines that others are behind, to be there before them. */
export const gatewaysOf = ({ appliances }: ClusterPlan): LivingAppliance[] =>
  appliances.filter(isLiving).filter(({ gatewayOf }) => gatewayOf.length > 0);

/** All other machines that are no nodes. */
export const behindGatewaysOf = ({ appliances }: ClusterPlan): LivingAppliance[] =>
  appliances.filter(isLiving).filter(({ gatewayOf }) => gatewayOf.length === 0);
