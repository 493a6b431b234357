import type { AddOnRelease } from "../model/add-on";
import type { ClusterPlan, NodePlan, Role, TemplatePlan } from "../model/cluster-plan";
import type { Config } from "../model/config";
import type { KeyEffect } from "../model/key-effect";
import type { Issue } from "../model/errors";
import type { NodeSizes } from "../model/node-size";
import type { Outsider } from "../model/outsider";
import type { RunningCluster } from "../model/running";
import type { OsFamily } from "../os/registry";
import type { ClusterOf, DistributionName } from "./cluster-schema";

/** A configuration whose cluster is brought up by this distribution. */
export type ConfigOf<D extends DistributionName> = Config<ClusterOf<D>, OsFamily>;

/** A plan for the same distribution. */
export type PlanOf<D extends DistributionName> = ClusterPlan<ClusterOf<D>, OsFamily>;

/** A configuration and a plan for any distribution: what is read from a stack file, and what everything is built from. */
export type StackConfig = ConfigOf<DistributionName>;
export type StackPlan = PlanOf<DistributionName>;

/** What a template is made from. */
export type Image = Pick<TemplatePlan, "imageUrl" | "imageSum" | "imageName">;

/**
 * A distribution of Kubernetes without its Pulumi part: data, and functions of a configuration or a plan. Methods rather
 * than function fields, so that they are bivariant and one type covers all distributions (see `distributionOf`).
 */
export interface Distribution<D extends DistributionName = DistributionName> {
  /** Its official spelling. */
  readonly title: string;

  /** Key of the Kubernetes release in the stack file; `cluster.version` is the distribution's own release. */
  readonly kubernetesKey: "version" | "kubernetesVersion";
  /** The oldest minor of Kubernetes that the scripts support; absent where releases are listed one by one. */
  readonly oldestMinor?: number;
  readonly sizes: Readonly<Record<Role, NodeSizes>>;
  /** Operating systems of its nodes; the first is the default. Either all of them permit login, or none. */
  readonly systems: readonly [OsFamily, ...OsFamily[]];
  /** Packages of the node's system that it consists of, and installs in the planned release; absent if there are none. */
  readonly packages?: readonly string[];
  /** Whether a control plane must be declared as failed for its etcd member to be removed. */
  readonly removesFailedNodes: boolean;

  /** What an edit does to an existing cluster, for its own keys and for shared ones with a different effect. */
  readonly effects: Readonly<Record<string, KeyEffect>>;
  /** What an edit of a node's diskGiB does. */
  readonly diskGrowth: KeyEffect;

  /** Rules that apply only to its clusters. */
  issues(config: ConfigOf<D>): Issue[];
  /** Warnings: allowed but worth a second look; one sentence each. */
  warnings(cluster: ClusterOf<D>, config: ConfigOf<D>): string[];
  /** Every Kubernetes release in the stack file, as written there. */
  releases(cluster: ClusterOf<D>): { readonly path: string; readonly release: string }[];
  addOns(cluster: ClusterOf<D>): AddOnRelease[];
  outsiders(cluster: ClusterOf<D>): Outsider[];

  /** The Kubernetes release, e.g. `v1.34.1`. */
  kubernetesVersion(cluster: ClusterOf<D>): string;
  image(config: ConfigOf<D>): Image;

  /** The plan's releases, for display. */
  releaseText(cluster: ClusterOf<D> & { readonly kubernetesVersion: string }): string;
  /** What announces the VIP, e.g. `kube-vip`; `release` if it has its own. */
  vipHolder(cluster: ClusterOf<D>): { readonly name: string; readonly release?: string };
  /** Whether it taints control planes by itself; absent if only the taints of the stack file apply. */
  keepsControlPlanesFree?(cluster: ClusterOf<D>): boolean;
  /** Whether it gives Services of type LoadBalancer the addresses of nodes; absent if it does not. */
  servesWithNodes?(cluster: ClusterOf<D>): boolean;
  /** What it installs unless disabled by `cluster.disable`: components, by the equivalent add-on of the catalogue. */
  readonly brings?: Readonly<Record<string, readonly string[]>>;
  /**
   * How pods get NVIDIA GPUs: driver and toolkit are in the nodes' image, or the GPU Operator uses NRI, if containerd's
   * configuration is rewritten at every start; absent if the operator edits that configuration itself.
   */
  readonly nvidia?: "in the image" | "by NRI";
  /** How to access a node, as a row of the plan; absent if by SSH. */
  readonly wayIn?: readonly [what: string, how: string];

  /**
   * Why the running release cannot be changed to the plan's; skipped minors and downgrades are refused for all
   * distributions.
   */
  releaseIssues(running: RunningCluster, plan: PlanOf<D>, upgraded?: string): Issue[];
  /** What a change of release does not do, although one might expect it; one sentence each. */
  releaseNotices(running: RunningCluster, plan: PlanOf<D>): string[];

  /** Secrets derived from the cluster's root key, by name: the secret audit searches for them. */
  derivedSecrets(rootKey: string): Readonly<Record<string, string>>;
  /** Its own stack outputs, all secret, and what is wrong with one. */
  readonly outputs: Readonly<Record<string, (text: string, plan: ClusterPlan) => string[]>>;
  /** A script for this computer whose function `waits` prints yes while a machine is up without its configuration. */
  waitsScript?(plan: PlanOf<D>, node: NodePlan): string;
}
