import type { IncomingMessage, ServerResponse } from "node:http";

/** Where the programs of a real control plane are. */
export interface KubernetesPrograms {
  /** kube-apiserver, kube-controller-manager and kube-scheduler in one file, told apart by its first argument. */
  readonly kubernetes: string;
  readonly etcd: string;
}

/** What a real control plane needs to run. */
export interface RealKubernetes {
  readonly programs: KubernetesPrograms;
  /** Private to one simulation; removed at its end. */
  readonly folder: string;
  /** Addresses of Services. */
  readonly serviceCidr: string;
  readonly addresses?: AddressesOfServices;
}

/** Who gives Services of type LoadBalancer their addresses, besides a MetalLB on the cluster. */
export type AddressesOfServices =
  /** Cilium, from ranges; some are for the Service of a name alone. */
  | {
      readonly by: "cilium";
      readonly ranges: readonly { readonly from: string; readonly to: string; readonly only?: string }[];
    }
  /** The distribution, with the addresses of nodes; the labels of its pods are in the domain of its controller. */
  | { readonly by: "nodes"; readonly controller: string };

/** An object of the API, as it goes over the wire. */
export type ApiObject = Readonly<Record<string, unknown>>;

/** A node of the simulated cluster, as its kubelet and the controllers that the simulation plays write it. */
export interface MirroredNode {
  readonly object: ApiObject;
  /** The machine that it is. */
  readonly machine: string;
  /** Whether its kubelet reports: only then pods start, change and end there. */
  readonly reports: boolean;
  /** Whether it runs a control plane, whose programs are static pods. */
  readonly server: boolean;
  readonly address: string;
}

/** What somebody who talks to the API may change of a node. */
export interface NodeEdit {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Without those that follow from the node's state, which are the controllers'. */
  readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  readonly unschedulable: boolean;
}

/** What a cluster runs from its first minute on, made by its distribution. */
export interface SystemWorkloads {
  readonly daemons: readonly { readonly namespace: string; readonly app: string }[];
  readonly staticPods: readonly string[];
  readonly deployments: readonly { readonly namespace: string; readonly app: string; readonly replicas: number }[];
}

/** The simulated cluster that the real API server stands behind. */
export interface MirroredCluster {
  /** A new one for a cluster that was initialized again. */
  readonly id: string;
  /** Whether its etcd can decide. */
  answers(): boolean;
  nodes(): ReadonlyMap<string, MirroredNode>;
  workloads(): SystemWorkloads;
  /** A group that is bound to cluster-admin by an object of its name; undefined until it is, and where none is. */
  boundAdmins(): string | undefined;
  /** Somebody changed a node through the real API. */
  edited(node: string, edit: NodeEdit): void;
  /** Somebody deleted a node through the real API. */
  deleted(node: string): void;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Whom a request is from. */
export interface ApiUser {
  readonly user: string;
  readonly groups: readonly string[];
}

/** The real API server behind the simulated ones of one cluster. */
export interface RealApi {
  /** From now on it is this cluster's; what it held of another one is gone. */
  serve(cluster: MirroredCluster): void;
  /** Answers a client's request to a cluster as one of this user, who sees the nodes as they are now. */
  answer(cluster: string, user: ApiUser, asked: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Asks as an administrator of a cluster. */
  ask(cluster: string, method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  /** Makes the nodes in the API those of the simulation, and the other way round where others changed them. */
  syncNodes(cluster: string): Promise<void>;
}
