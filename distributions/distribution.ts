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

/** A plan of the same. */
export type PlanOf<D extends DistributionName> = ClusterPlan<ClusterOf<D>, OsFamily>;

/** A configuration and a plan of whichever distribution: what is read from a stack file, and what everything is built from. */
export type StackConfig = ConfigOf<DistributionName>;
export type StackPlan = PlanOf<DistributionName>;

/** What a template is made from. */
export type Image = Pick<TemplatePlan, "imageUrl" | "imageSum" | "imageName">;

/**
 * What brings Kubernetes up, as far as it can be said without Pulumi: data, and functions of a configuration or a plan.
 * Methods and not fields with functions, so that one of them stands for all of them (see `distributionOf`).
 */
export interface Distribution<D extends DistributionName = DistributionName> {
  /** As its makers write it. */
  readonly title: string;

  /** Where the stack file says the release of Kubernetes; `cluster.version` is the distribution's own. */
  readonly kubernetesKey: "version" | "kubernetesVersion";
  /** The oldest minor of Kubernetes the scripts were written for; absent where releases are known one by one. */
  readonly oldestMinor?: number;
  readonly sizes: Readonly<Record<Role, NodeSizes>>;
  /** What its nodes run; the first of them where the stack file does not say. People log in to all of them, or to none. */
  readonly systems: readonly [OsFamily, ...OsFamily[]];
  /** Packages of the node's system that it is made of, and installs in the release of the plan; absent where there are none. */
  readonly packages?: readonly string[];
  /** Whether somebody must say that a control plane has failed, for its etcd member to be removed. */
  readonly removesFailedNodes: boolean;

  /** What an edit of its own keys does to a cluster that is there, and of those whose effect is its own. */
  readonly effects: Readonly<Record<string, KeyEffect>>;
  /** What an edit of a node's diskGiB does. */
  readonly diskGrowth: KeyEffect;

  /** Rules that only its clusters can break. */
  issues(config: ConfigOf<D>): Issue[];
  /** What is allowed but worth a second look; one sentence each. */
  warnings(cluster: ClusterOf<D>, config: ConfigOf<D>): string[];
  /** Every release of Kubernetes in the stack file, as it is written there. */
  releases(cluster: ClusterOf<D>): { readonly path: string; readonly release: string }[];
  addOns(cluster: ClusterOf<D>): AddOnRelease[];
  outsiders(cluster: ClusterOf<D>): Outsider[];

  /** Release of Kubernetes itself, as `v1.34.1`. */
  kubernetesVersion(cluster: ClusterOf<D>): string;
  image(config: ConfigOf<D>): Image;

  /** The releases of the plan, for people. */
  releaseText(cluster: ClusterOf<D> & { readonly kubernetesVersion: string }): string;
  /** Who holds the VIP, e.g. `kube-vip`; `release` is said where it has one of its own. */
  vipHolder(cluster: ClusterOf<D>): { readonly name: string; readonly release?: string };
  /** Whether it keeps ordinary pods off control planes by a taint of its own; absent where the taints of the stack file are all. */
  keepsControlPlanesFree?(cluster: ClusterOf<D>): boolean;
  /** What it installs itself unless `cluster.disable` names it: components by the add-on of the catalogue that does the same. */
  readonly brings?: Readonly<Record<string, readonly string[]>>;
  /**
   * How pods come to NVIDIA GPUs: driver and toolkit are in the nodes' image, or the GPU Operator's runtime is handed in by
   * NRI, where containerd's configuration is written anew at every start; absent where the operator writes that itself.
   */
  readonly nvidia?: "in the image" | "by NRI";
  /** How people get at a node, as a row of the plan; absent where they log in over SSH. */
  readonly wayIn?: readonly [what: string, how: string];

  /** Why the release that runs may not be followed by the plan's; skipped minors and downgrades are refused for all. */
  releaseIssues(running: RunningCluster, plan: PlanOf<D>, upgraded?: string): Issue[];
  /** What a change of release does not do, though one could think so; a sentence each. */
  releaseNotices(running: RunningCluster, plan: PlanOf<D>): string[];

  /** Secrets that derive from the cluster's root key, by name: the secret audit searches for them. */
  derivedSecrets(rootKey: string): Readonly<Record<string, string>>;
  /** Stack outputs of its own, all secret, and what is wrong with one. */
  readonly outputs: Readonly<Record<string, (text: string, plan: ClusterPlan) => string[]>>;
  /** A script for this computer whose function `waits` says yes while a machine is there without its configuration. */
  waitsScript?(plan: PlanOf<D>, node: NodePlan): string;
}
