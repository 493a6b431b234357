import type { Clusters } from "../../../cluster/clusters";
import type { SimulatedCluster } from "../../../cluster/cluster";
import type { MachineConfig } from "../machine/config/machine-config";
import type { TalosMachine } from "../machine/talos-machine";
import type { ServiceStatus } from "../machine/services";
import type { Seeker } from "./reach";
import type { TalosServer } from "./talos-server";

/** A configured machine as etcd, the kubelet and the methods of its API see it. */
export interface TalosNode extends Seeker {
  readonly machine: TalosMachine;
  readonly clusters: Clusters;
  readonly signal: AbortSignal;
  readonly config: MachineConfig;
  readonly isControlPlane: boolean;
  /** The container runtime is up: from now on the machine can be bootstrapped. */
  readonly criUp: boolean;
  readonly bootstrapRequested: boolean;
  /** Last words of etcd while it does not run. */
  etcdEvent: string;
  server: TalosServer | undefined;
  /** Where the kubelet is registered. */
  readonly cluster: SimulatedCluster | undefined;
  /** Machines of its cluster that the discovery service knows, itself among them. */
  peers(): readonly TalosNode[];
  services(): readonly ServiceStatus[];
  /** Tells the waiting etcd to bootstrap a cluster. */
  bootstrap(): void;
  /** Waits, but no longer than until somebody bootstraps. */
  untilBootstrap(seconds: number): Promise<void>;
  /** Sleeps in milliseconds of the simulation, or until the machine goes down. */
  work(ms: number): Promise<void>;
  pause(seconds: number): Promise<void>;
}

/** The discovery service through which the machines of one cluster find each other. */
export interface Discovery {
  readonly clusters: Clusters;
  /** Running machines of the same cluster, itself included. */
  members(node: TalosNode): readonly TalosNode[];
  /** Addresses of the other control planes among them. */
  discovered(node: TalosNode): readonly string[];
  stopped(node: TalosNode): void;
}
