import type { IncomingMessage, ServerResponse } from "node:http";

/** Where the programs of a real control plane are. */
export interface KubernetesPrograms {
  /** kube-apiserver and kube-controller-manager in one file, told apart by its first argument. */
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
}

/** Objects of the API by their names. */
export type Objects = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** What a real API server must know of the simulated cluster that it stands behind. */
export interface ClusterState {
  readonly id: string;
  readonly nodes: Objects;
}

/** The real API server behind the simulated ones of one cluster. */
export interface RealApi {
  /** Answers a client's request as one of this user, who sees the nodes as they are now. */
  answer(
    cluster: ClusterState,
    user: { readonly user: string; readonly groups: readonly string[] },
    asked: IncomingMessage,
    response: ServerResponse,
  ): Promise<void>;
}
