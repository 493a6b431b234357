import { Release } from "@pulumi/kubernetes/helm/v3/release";
import type { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import type { Retries } from "../../stack/platform/releases-in-state";
import type { AddOnPlan } from "../../model/platform/add-on-plan";

export interface AddOnsArgs {
  /** By name. */
  readonly addOns: readonly AddOnPlan[];
  readonly provider: Provider;
  readonly hooks: pulumi.ResourceHookBinding;
  /** The cluster, for `deletedWith`: when it is deleted, its objects need not be deleted through its API. */
  readonly cluster: pulumi.Resource;
  /** Where their pods run: releases wait for them. */
  readonly workers: readonly pulumi.Resource[];
  /** Their namespaces with all their limits, by name. */
  readonly namespaces: ReadonlyMap<string, readonly pulumi.Resource[]>;
  readonly retries: Retries;
}

/** A revision is a Secret in etcd; a rollback needs only the last few. */
const MAX_HISTORY = 3;

/** Helm's own time-out is shorter, as its message says what is not ready. */
const MARGIN_SECONDS = 60;

/** Helm releases, each after those that it requires, waiting until its resources are ready. */
export class AddOns extends pulumi.ComponentResource {
  /** By name. */
  readonly releases = new Map<string, Release>();

  constructor(name: string, args: AddOnsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:AddOns", name, {}, opts);
    const { addOns } = args;
    for (const addOn of addOns) this.release(name, addOn, args);
    this.registerOutputs({});
  }

  private release(cluster: string, addOn: AddOnPlan, args: AddOnsArgs): Release {
    const made = this.releases.get(addOn.name);
    if (made) return made;
    const needed = args.addOns.filter(({ name }) => addOn.after.includes(name));
    const before = needed.map((other) => this.release(cluster, other, args));
    const { provider, hooks, cluster: deletedWith, workers, namespaces } = args;
    const release = new Release(`${cluster}-${addOn.name}`, releaseArgs(addOn, args.retries), {
      parent: this,
      provider,
      hooks,
      deletedWith,
      dependsOn: [...workers, ...(namespaces.get(addOn.namespace) ?? []), ...before],
      // Two releases of one chart would conflict over cluster-scoped objects.
      deleteBeforeReplace: true,
      customTimeouts: timeouts(addOn),
    });
    this.releases.set(addOn.name, release);
    return release;
  }
}

function releaseArgs(addOn: AddOnPlan, retries: Retries) {
  const { name, chart, repository, version, namespace, values, timeoutSeconds } = addOn;
  const description = retries[name];
  const isOci = repository.startsWith("oci://");
  return {
    name,
    namespace,
    version,
    chart: isOci ? `${repository.replace(/\/$/, "")}/${chart}` : chart,
    ...(!isOci && { repositoryOpts: { repo: repository } }),
    values,
    timeout: timeoutSeconds,
    maxHistory: MAX_HISTORY,
    // Not atomic: a failed upgrade is fixed by the next one, and what it left shows why it failed.
    atomic: false,
    ...(description !== undefined && { description }),
    createNamespace: false,
  };
}

function timeouts({ timeoutSeconds }: AddOnPlan) {
  const all = `${timeoutSeconds + MARGIN_SECONDS}s`;
  return { create: all, update: all, delete: all };
}
