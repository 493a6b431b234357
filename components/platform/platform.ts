import * as pulumi from "@pulumi/pulumi";
import type { PlatformPlan } from "../../model/platform/platform-plan";
import type { Retries } from "../../stack/platform/releases-in-state";
import type { BuildContext } from "../build-context";
import { AddOnSecrets } from "./add-on-secrets";
import { AddOns } from "./add-ons";
import type { ReadyCharts } from "./charts/ready-charts";
import { apiWentAwayHook } from "./api-went-away";
import { kubernetesProvider, type KubernetesProviderArgs } from "./kubernetes-provider";
import { Manifests } from "./manifests";
import { releaseFailedHook } from "./release-failed";
import { stuckReleaseHook } from "./stuck-release";
import { TierPolicies } from "./tier-policies";

export interface PlatformArgs extends KubernetesProviderArgs {
  readonly platform: PlatformPlan;
  readonly context: Pick<BuildContext, "plan" | "providers" | "identity">;
  /** The cluster, for `deletedWith`. */
  readonly cluster: pulumi.Resource;
  /** Where ordinary pods run, once joined. */
  readonly workers: readonly pulumi.Resource[];
  /** What the state says about releases (stack/platform/releases-in-state.ts). */
  readonly retries: Retries;
  readonly charts: ReadyCharts;
}

/** What the program creates on the cluster through its API; no machine depends on any of it. */
export class Platform extends pulumi.ComponentResource {
  constructor(name: string, args: PlatformArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:Platform", name, {}, opts);
    const { platform, cluster, workers } = args;
    const provider = kubernetesProvider(name, args, { parent: this });
    const hooks = { onError: [apiWentAwayHook(name)] };
    const tiers = new TierPolicies(name, { ...platform, provider, hooks, cluster }, { parent: this });
    const secretsArgs = { ...platform, ...args, provider, hooks, namespaces: tiers.namespaces };
    const { namespaces } = new AddOnSecrets(name, secretsArgs, { parent: this });
    const after = { provider, hooks, cluster, workers, namespaces };
    const beforeUpdate = [stuckReleaseHook(name, args.kubeconfig)];
    const onError = [...hooks.onError, releaseFailedHook(name, args.kubeconfig)];
    const addOns = { ...platform, ...args, ...after, hooks: { beforeUpdate, onError } };
    const { releases } = new AddOns(name, addOns, { parent: this });
    new Manifests(name, { ...platform, ...after, releases }, { parent: this });
    this.registerOutputs({});
  }
}
