import { Release } from "@pulumi/kubernetes/helm/v3/release";
import type { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import type { Retries } from "../../stack/platform/releases-in-state";
import type { AddOnPlan } from "../../model/platform/add-on-plan";
import type { ReadyCharts } from "./charts/ready-charts";

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
  /** Where the plugin finds their charts. */
  readonly charts: ReadyCharts;
}

/** A revision is a Secret in etcd; a rollback needs only the last few. */
const MAX_HISTORY = 3;

/** Helm's own time-out is shorter, as its message says what is not ready. */
const MARGIN_SECONDS = 60;

/**
 * Helm releases, each after those that it requires, waiting until its resources are ready. If a chart cannot be fetched, its
 * release and those that require it are left as they are: the program fails at its end, so that the engine deletes nothing
 * that was not registered.
 */
export class AddOns extends pulumi.ComponentResource {
  /** By name; without those that could not be made. */
  readonly releases = new Map<string, Release>();
  private readonly args: AddOnsArgs;
  private readonly cluster: string;

  constructor(name: string, args: AddOnsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:AddOns", name, {}, opts);
    this.args = args;
    this.cluster = name;
    for (const addOn of args.addOns) this.release(addOn);
    this.registerOutputs({});
  }

  private release(addOn: AddOnPlan): Release | undefined {
    const made = this.releases.get(addOn.name);
    if (made) return made;
    const chart = this.args.charts.get(addOn.name);
    if (chart === undefined || "problem" in chart) {
      this.fail(chart?.problem ?? `platform.addons.${addOn.name}: nobody looked for its chart`);
      return undefined;
    }
    const needed = this.args.addOns.filter(({ name }) => addOn.after.includes(name));
    const before = needed.flatMap((other) => this.release(other) ?? []);
    return before.length < needed.length ? undefined : this.made(addOn, chart.path, before);
  }

  /** Fails the run once everything else is done; an error that is only logged would not (SDK, cmd/run/run.js). */
  private fail(problem: string): void {
    void Promise.reject(new pulumi.ResourceError(problem, this, true));
  }

  private made(addOn: AddOnPlan, chart: string, before: readonly pulumi.Resource[]): Release {
    const { provider, hooks, cluster: deletedWith, workers, namespaces, retries } = this.args;
    const release = new Release(`${this.cluster}-${addOn.name}`, releaseArgs(addOn, chart, retries), {
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

function releaseArgs(addOn: AddOnPlan, chart: string, retries: Retries) {
  const { name, version, namespace, values, timeoutSeconds, readyByHand } = addOn;
  const description = retries[name];
  return {
    name,
    namespace,
    version,
    chart,
    values,
    timeout: timeoutSeconds,
    maxHistory: MAX_HISTORY,
    // Not atomic: a failed upgrade is fixed by the next one, and what it left shows why it failed.
    atomic: false,
    // What waits for a person is never ready within a run.
    ...(readyByHand !== undefined && { skipAwait: true }),
    // For nulls in values, which take a chart's own CPU limits away (docs/decisions/0146).
    allowNullValues: true,
    ...(description !== undefined && { description }),
    createNamespace: false,
  };
}

function timeouts({ timeoutSeconds }: AddOnPlan) {
  const all = `${timeoutSeconds + MARGIN_SECONDS}s`;
  return { create: all, update: all, delete: all };
}
