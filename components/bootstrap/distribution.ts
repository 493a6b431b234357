import type * as pulumi from "@pulumi/pulumi";
import type { MachinePlan } from "../../model/cluster-plan";
import type { VirtualMachine } from "../virtual-machine";

export interface TurnArgs {
  /** The control plane that is asked. */
  readonly asked: MachinePlan;
  /** The machine whose turn it is. */
  readonly next: MachinePlan;
  readonly after: readonly pulumi.Resource[];
}

export interface WorkerTurnArgs {
  /** The worker whose machine may be about to restart. */
  readonly machine: MachinePlan;
  /** The control plane that empties its node. */
  readonly speaker: MachinePlan;
  readonly after: readonly pulumi.Resource[];
}

/** A worker's turn to restart. */
export interface WorkerTurn extends pulumi.Resource {
  /** What was said when its node was emptied last; nothing where it never was. Whoever lets pods come again is rendered with it. */
  readonly emptied: pulumi.Output<string>;
}

export interface NodeArgs {
  readonly vm: VirtualMachine;
  /** What must be whole before this one begins. */
  readonly after: readonly pulumi.Resource[];
}

export interface ServerArgs extends NodeArgs {
  /** A living control plane: it takes this one out of the cluster when it is dead. */
  readonly peer: MachinePlan | undefined;
}

export interface AgentArgs extends NodeArgs {
  /** The control plane that speaks for the worker: it keeps labels and taints true, drains it and removes its Node object. */
  readonly speaker: MachinePlan;
  /** Of the worker's turn: it is rendered with this, so that it runs whenever the node was emptied. */
  readonly emptied: pulumi.Output<string>;
}

export interface KubeconfigArgs {
  /** The control plane whose admin kubeconfig is read. */
  readonly from: MachinePlan;
  readonly after: readonly pulumi.Resource[];
}

/**
 * What brings Kubernetes up on machines that run. Names are the machine's, or the cluster's for
 * what there is once; every method makes one component and gives what others wait for.
 */
export interface Distribution {
  /** What must be done before the machines' image can be downloaded; nothing where somebody publishes it. */
  image(name: string, opts: pulumi.ComponentResourceOptions): readonly pulumi.Resource[];
  /** Asks a living control plane whether the cluster is whole, before the machine of another is cloned or changed. */
  turn(name: string, args: TurnArgs, opts: pulumi.ComponentResourceOptions): pulumi.Resource;
  /** Has a control plane empty a worker's node before an edit restarts its machine. Its creation does nothing. */
  workerTurn(name: string, args: WorkerTurnArgs, opts: pulumi.ComponentResourceOptions): WorkerTurn;
  /** The one act that makes a new cluster. It belongs to the cluster and to no machine. */
  found(name: string, vm: VirtualMachine, opts: pulumi.ComponentResourceOptions): FoundedCluster;
}

/** A machine's part of the cluster. */
export interface JoinedNode extends pulumi.Resource {
  /** Known once the machine is a whole part of the cluster, and never when it does not become one. */
  readonly joined: pulumi.Output<pulumi.URN>;
}

/** A cluster that exists: machines join it and leave it. */
export interface FoundedCluster {
  /** A control plane: joins behind the gate of the one before, leaves with drain, etcd member and Node object. */
  server(name: string, args: ServerArgs, opts: pulumi.ComponentResourceOptions): JoinedNode;
  /** A worker: joins side by side with others, lets pods come once it is Ready, is drained before it goes. */
  agent(name: string, args: AgentArgs, opts: pulumi.ComponentResourceOptions): JoinedNode;
  /** Admin access as the control plane itself has it; the address in it is not yet the cluster's. Secret. */
  kubeconfig(name: string, args: KubeconfigArgs, opts: pulumi.ComponentResourceOptions): pulumi.Output<string>;
  /** Further outputs of the stack, all secret: those that the distribution names in its folder. */
  readonly outputs: Readonly<Record<string, pulumi.Output<string>>>;
}
