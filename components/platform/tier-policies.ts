import { LimitRange } from "@pulumi/kubernetes/core/v1/limitRange";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import { ResourceQuota } from "@pulumi/kubernetes/core/v1/resourceQuota";
import type { Provider } from "@pulumi/kubernetes/provider";
import { PriorityClass } from "@pulumi/kubernetes/scheduling/v1/priorityClass";
import * as pulumi from "@pulumi/pulumi";
import { limitRange, namespaceObject, priorityClass, resourceQuota } from "../../model/platform/objects";
import type { NamespacePlan, PlatformPlan } from "../../model/platform/platform-plan";

export interface TierPoliciesArgs extends PlatformPlan {
  readonly provider: Provider;
  readonly hooks: pulumi.ResourceHookBinding;
  /** The cluster, for `deletedWith`: when it is deleted, its objects need not be deleted through its API. */
  readonly cluster: pulumi.Resource;
}

/** An API call takes seconds; a namespace is deleted once everything in it is gone. */
const TIMEOUTS = { create: "2m", update: "2m", delete: "10m" };

/**
 * The tiers' PriorityClasses, and for each namespace in the stack file the Namespace, its LimitRange and its ResourceQuota.
 */
export class TierPolicies extends pulumi.ComponentResource {
  /** What must exist before a pod is created in a namespace, by its name. */
  readonly namespaces: ReadonlyMap<string, readonly pulumi.Resource[]>;
  private readonly each: pulumi.CustomResourceOptions;

  constructor(name: string, args: TierPoliciesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:TierPolicies", name, {}, opts);
    const { provider, hooks, cluster } = args;
    this.each = { parent: this, provider, hooks, deletedWith: cluster, customTimeouts: TIMEOUTS };

    // They are immutable.
    const fixed = { replaceOnChanges: ["value", "preemptionPolicy"], deleteBeforeReplace: true };
    const classes = args.tiers.map(
      (tier) => new PriorityClass(`${name}-${tier.name}`, priorityClass(tier), { ...this.each, ...fixed }),
    );
    this.namespaces = new Map(
      args.namespaces.map((namespace) => [
        namespace.name,
        [...classes, ...this.namespace(`${name}-${namespace.name}`, namespace)],
      ]),
    );
    this.registerOutputs({});
  }

  /** Defaults come before the quota, which refuses pods without requests and limits. */
  private namespace(name: string, plan: NamespacePlan): pulumi.Resource[] {
    const namespace = new Namespace(name, namespaceObject(plan), this.each);
    const inIt = { ...this.each, deleteBeforeReplace: true };
    const defaults = new LimitRange(`${name}-defaults`, limitRange(plan), { ...inIt, dependsOn: [namespace] });
    const quota = new ResourceQuota(`${name}-quota`, resourceQuota(plan), {
      ...inIt,
      dependsOn: [namespace, defaults],
    });
    return [namespace, defaults, quota];
  }
}
