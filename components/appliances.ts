import * as pulumi from "@pulumi/pulumi";
import { isLiving, type LivingAppliance } from "../model/appliance-plan";
import { Appliance } from "./appliance";
import { machineName } from "./machine-name";
import type { Site } from "./site";

export interface AppliancesArgs {
  readonly site: Site;
  readonly network: pulumi.Resource;
  /** Only machines from the image wait for them: a protected machine keeps what it depends on, whatever is destroyed. */
  readonly templates: readonly pulumi.Resource[];
}

/**
 * The machines that are no nodes: gateways first, for the others are behind them, in the order in which the host starts
 * them. Decommissioned ones are none of our business: what nothing registers, nothing deletes.
 */
export class Appliances extends pulumi.ComponentResource {
  constructor(name: string, { site, network, templates }: AppliancesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:Appliances", name, {}, opts);
    const living = site.plan.appliances.filter(isLiving);
    const make = (appliance: LivingAppliance, before: readonly pulumi.Resource[]) =>
      new Appliance(
        machineName(name, appliance.name),
        { appliance, site, after: [network, ...(appliance.source === "image" ? templates : []), ...before] },
        { parent: this },
      );
    const gateways = living.filter(isGateway).map((appliance) => make(appliance, []));
    for (const appliance of living.filter((other) => !isGateway(other))) make(appliance, gateways);
    this.registerOutputs({});
  }
}

const isGateway = ({ gatewayOf }: LivingAppliance) => gatewayOf.length > 0;
