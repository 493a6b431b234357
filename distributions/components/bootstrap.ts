import type * as pulumi from "@pulumi/pulumi";
import type { NodePlan } from "../../model/cluster-plan";

/** Functions of a script, and when they run. */
export interface StepCalls {
  /** Run at creation and at every change of the text. Without it nobody is asked at creation. */
  readonly create?: string;
  /** Run at the end. */
  readonly delete?: string;
  /** Run at a change instead of `create`. */
  readonly update?: string;
  /** What was done once is history: neither a new text nor a moved machine repeats it, and what it said stays. */
  readonly once?: true;
  /** Values whose change ends this and begins it anew, such as the id and generation of a machine. */
  readonly triggers?: readonly pulumi.Input<string | number>[];
}

/** A script of the distribution, and the functions of it that are called. */
export interface ScriptCall extends StepCalls {
  /** The machine it runs on, or is about where scripts run on this computer. */
  readonly on: NodePlan;
  readonly script: pulumi.Input<string>;
}

export interface JoinArgs {
  readonly node: NodePlan;
  /** What the script that initialized the cluster printed. Secret. */
  readonly initialized: pulumi.Output<string>;
}

export interface ControlPlaneJoinArgs extends JoinArgs {
  /** A healthy control plane: it removes this one from the cluster when it has failed. */
  readonly contact: NodePlan | undefined;
}

export interface WorkerJoinArgs extends JoinArgs {
  /** The control plane that keeps the worker's labels and taints true, drains it and removes its Node object. */
  readonly contact: NodePlan;
  /** What was said when its node was drained last; the script that uncordons it is rendered with it. */
  readonly drained: pulumi.Output<string>;
}

/** Where the admin kubeconfig lies on a control plane, or its text where the distribution makes it itself. Secret. */
export type KubeconfigSource = { readonly path: string } | { readonly text: pulumi.Output<string> };

/** What a distribution's scripts are rendered from, beside their machine. */
export interface BootstrapContext<P> {
  readonly plan: P;
  /** What derives from the one key of the cluster. Secret. */
  readonly identity: {
    secret(purpose: string): pulumi.Output<string>;
    derive<T>(make: (rootKey: string) => T): pulumi.Output<pulumi.Unwrap<T>>;
  };
  readonly hostKeys: { of(node: NodePlan): { readonly publicKey: pulumi.Output<string> } };
}

/** Makes it; keys of its own are children of `opts.parent`. */
export type MakeBootstrap<P> = (
  name: string,
  context: BootstrapContext<P>,
  opts: pulumi.ComponentResourceOptions,
) => Bootstrap;

/**
 * A distribution's part in the life of a cluster: no resources but its own keys, only scripts. When each runs, behind what
 * and how often is said once for all, by ClusterInit, HealthGate, WorkerDrain, ControlPlaneNode and WorkerNode.
 */
export interface Bootstrap {
  /** Where its scripts run: on the machines over SSH, or on the computer where Pulumi runs. */
  readonly runs: "on machines" | "here";
  /** What must be done on this computer before the machines' image can be downloaded; absent where somebody publishes it. */
  readonly image?: { readonly script: string; readonly create: string };
  /**
   * Brings onto a new machine whatever needs no cluster, such as packages and the release, while others still initialize
   * and join; on a machine that has a release it does nothing. Absent where there is nothing to do before.
   */
  prepare?(node: NodePlan): ScriptCall;
  /** Initializes the cluster on its first control plane. */
  init(node: NodePlan): ScriptCall;
  /** Asks a control plane whether the cluster is healthy, before the machine of `next` is cloned or changed. */
  healthGate(contact: NodePlan, next: NodePlan): ScriptCall;
  /** A control plane joins, and leaves with drain, etcd member and Node object. */
  controlPlane(args: ControlPlaneJoinArgs): ScriptCall;
  /** Drains a worker's node before an edit restarts its machine; its creation does nothing. */
  drainWorker(contact: NodePlan, node: NodePlan): ScriptCall;
  /** A worker joins; `register`, where it holds no rights itself: a control plane says of it what the API must know. */
  worker(args: WorkerJoinArgs): { readonly join: ScriptCall; readonly register?: ScriptCall };
  /** Admin access as a control plane itself has it; the address in it is not yet the cluster's. */
  readonly kubeconfig: KubeconfigSource;
  /** Further outputs of the stack, all secret: those that the distribution names in its folder. */
  readonly outputs: Readonly<Record<string, pulumi.Output<string>>>;
}
