import type { DistributionName } from "../../distributions/cluster-schema";
import type { Identity } from "./identity";
import type { KubeObject, Manifests } from "./manifests";
import type { ClusterNode, Registration } from "./node";
import type { Workloads } from "./pods";

/** What a controller says of its add-on, as a custom resource with the conditions Available and Degraded. */
export interface AddOnStatus {
  readonly object: KubeObject;
  readonly available: boolean;
}

/** What of a machine no pod may ask for. */
export interface Reserved {
  readonly cpuMillis: number;
  readonly memoryMiB: number;
}

/**
 * What the distributions do differently. Every cluster has one of its own, which also keeps what only that distribution
 * knows of a cluster: tokens, node passwords, what the first control plane fixed.
 */
export interface ClusterBehavior {
  readonly name: DistributionName;
  /**
   * Whether a controller looks after etcd, as in k3s and RKE2: a deleted Node object drops its member, a stalled learner is
   * dropped, and a node tells whether it votes. Elsewhere a member stays until somebody removes it.
   */
  readonly managesEtcd: boolean;
  /** Whether its network takes the addresses of pods from the range the controller manager gave to the node. */
  readonly usesPodCidr: boolean;
  /** Labels a node has from its registration, besides those its configuration names. */
  labels(registration: Registration): Readonly<Record<string, string>>;
  /** What runs in a cluster as the distribution made it, and by what was applied since. */
  workloads(manifests: Manifests): Workloads;
  /** What its kubelets keep from pods, where that is not what every kubelet keeps. */
  reserved?(node: Pick<ClusterNode, "server">): Reserved;
  /** Why pods on a node have no network, if so; it is NotReady meanwhile. */
  networkProblem(manifests: Manifests, node: ClusterNode): string | undefined;
  /** Whether the API lets this identity do an administrator's work. */
  admits(identity: Identity): boolean;
  /** A group that the distribution has bound to cluster-admin by an object of the API, and so far; the object has its name. */
  readonly boundAdmins?: string | undefined;
  /** What anybody may ask the API without a certificate; absent where anonymous requests are refused. */
  readonly anonymousPaths?: RegExp;
  /** Objects that controllers of its add-ons keep; `networked`: every node there is has its network. */
  statuses?(manifests: Manifests, networked: boolean): readonly AddOnStatus[];
  /** Annotations of a Node object that request and confirm the removal of its etcd member. */
  readonly removalAnnotations?: { readonly asked: string; readonly done: string };
  /** Told when a Node object is deleted. */
  nodeDeleted?(name: string): void;
}
