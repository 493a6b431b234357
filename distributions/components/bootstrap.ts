import type * as pulumi from "@pulumi/pulumi";
import type { NodePlan } from "../../model/cluster-plan";

/** Functions of a script, and when they run. */
export interface StepCalls {
  /** Run at creation and at every change of the script. Without it nothing runs at creation. */
  readonly create?: string;
  /** Run at deletion. */
  readonly delete?: string;
  /** Run at a change instead of `create`. */
  readonly update?: string;
  /** Done only once: neither a new script nor a moved machine repeats it, and its output stays. */
  readonly once?: true;
  /** Values whose change replaces this resource, such as the id and generation of a machine. */
  readonly triggers?: readonly pulumi.Input<string | number>[];
}

/** A script of the distribution, and the functions of it that are called. */
export interface ScriptCall extends StepCalls {
  /** The machine it runs on, or concerns if scripts run on this computer. */
  readonly on: NodePlan;
  readonly script: pulumi.Input<string>;
}

export interface JoinArgs {
  readonly node: NodePlan;
  /** Output of the script that initialized the cluster. Secret. */
  readonly initialized: pulumi.Output<string>;
}

export interface ControlPlaneJoinArgs extends JoinArgs {
  /** A healthy control plane, which removes this one from the cluster if it has failed. */
  readonly contact: NodePlan | undefined;
}

export interface WorkerJoinArgs extends JoinArgs {
  /** The control plane that applies the worker's labels and taints, drains it and deletes its Node object. */
  readonly contact: NodePlan;
  /** Output of the last drain of its node; the script that uncordons it contains it. */
  readonly drained: pulumi.Output<string>;
}

/** Path of the admin kubeconfig on a control plane, or its text if the distribution creates it itself. Secret. */
export type KubeconfigSource = { readonly path: string } | { readonly text: pulumi.Output<string> };

/** What a distribution's scripts are rendered from, besides their machine. */
export interface BootstrapContext<P> {
  readonly plan: P;
  /** What is derived from the cluster's key. Secret. */
  readonly identity: {
    secret(purpose: string): pulumi.Output<string>;
    derive<T>(make: (rootKey: string) => T): pulumi.Output<pulumi.Unwrap<T>>;
  };
  readonly hostKeys: { of(node: NodePlan): { readonly publicKey: pulumi.Output<string> } };
}

/** Creates it; its own keys are children of `opts.parent`. */
export type MakeBootstrap<P> = (
  name: string,
  context: BootstrapContext<P>,
  opts: pulumi.ComponentResourceOptions,
) => Bootstrap;

/**
 * A distribution's part in the life of a cluster: scripts, and no resources but its own keys. When and how often each runs
 * is written once for all distributions, in ClusterInit, HealthGate, WorkerDrain, ControlPlaneNode and WorkerNode.
 */
export interface Bootstrap {
  /** Where its scripts run: on the machines over SSH, or on this computer. */
  readonly runs: "on machines" | "here";
  /** What must be done on this computer before the machines' image can be downloaded; absent if it is published. */
  readonly image?: { readonly script: string; readonly create: string };
  /**
   * Installs on a new machine whatever needs no cluster, such as packages and the release, while others still initialize and
   * join; on a machine that already has a release it does nothing. Absent if there is nothing to prepare.
   */
  prepare?(node: NodePlan): ScriptCall;
  /** Initializes the cluster on its first control plane. */
  init(node: NodePlan): ScriptCall;
  /** Checks through a control plane that the cluster is healthy, before the machine of `next` is cloned or changed. */
  healthGate(contact: NodePlan, next: NodePlan): ScriptCall;
  /** A control plane joins; on removal its node is drained, its etcd member removed and its Node object deleted. */
  controlPlane(args: ControlPlaneJoinArgs): ScriptCall;
  /** Drains a worker's node before an edit restarts its machine; creating it does nothing. */
  drainWorker(contact: NodePlan, node: NodePlan): ScriptCall;
  /** A worker joins; `register` where workers have no rights: a control plane sets its labels and taints through the API. */
  worker(args: WorkerJoinArgs): { readonly join: ScriptCall; readonly register?: ScriptCall };
  /** Admin access as on a control plane; its address is not yet the cluster's. */
  readonly kubeconfig: KubeconfigSource;
  /** Further outputs of the stack, all secret, as named in the distribution's folder. */
  readonly outputs: Readonly<Record<string, pulumi.Output<string>>>;
}
