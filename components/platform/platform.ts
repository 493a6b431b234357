import * as pulumi from "@pulumi/pulumi";
import type { PlatformPlan } from "../../model/platform/platform-plan";
import { AddOns } from "./add-ons";
import { kubernetesProvider, type KubernetesProviderArgs } from "./kubernetes-provider";
import { TierPolicies } from "./tier-policies";

export interface PlatformArgs extends KubernetesProviderArgs {
  readonly platform: PlatformPlan;
  /** What stands for the cluster. */
  readonly cluster: pulumi.Resource;
  /** Where ordinary pods run, once they are part of the cluster. */
  readonly workers: readonly pulumi.Resource[];
}

/** What runs on the cluster from the first minute; no machine depends on any of it. */
export class Platform extends pulumi.ComponentResource {
  constructor(name: string, args: PlatformArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:Platform", name, {}, opts);
    const { platform, cluster, workers } = args;
    const provider = kubernetesProvider(name, args, { parent: this });
    const { namespaces } = new TierPolicies(name, { ...platform, provider, cluster }, { parent: this });
    new AddOns(name, { ...platform, provider, cluster, workers, namespaces }, { parent: this });
    this.registerOutputs({});
  }
}
