import type { SimulatedCluster } from "../../cluster/cluster";
import type { ClusterBehavior } from "../../cluster/cluster-behavior";
import { MASTERS, type Identity } from "../../cluster/identity";
import type { Manifests } from "../../cluster/manifests";
import { networkProblem, type NetworkSettings } from "./networking";
import type { Registration } from "../../cluster/node";
import type { Workloads } from "../../cluster/pods";

/** What the first control plane fixes for all servers. */
export interface ClusterInitState {
  readonly token: string;
  readonly agentToken: string | undefined;
  /** Values that must be the same on every server, as text to compare. */
  readonly critical: Readonly<Record<string, string>>;
  readonly network: NetworkSettings;
}

/** RKE2's side of a cluster. */
export class Rke2 implements ClusterBehavior {
  readonly name = "rke2";
  readonly managesEtcd = true;
  readonly usesPodCidr = true;
  readonly clusterInit: ClusterInitState;
  /** Secrets `<node>.node-password.rke2`. */
  readonly nodePasswords = new Map<string, string>();

  constructor(clusterInit: ClusterInitState) {
    this.clusterInit = clusterInit;
  }

  labels({ server }: Registration): Readonly<Record<string, string>> {
    return {
      "beta.kubernetes.io/instance-type": "rke2",
      "node.kubernetes.io/instance-type": "rke2",
      ...(server && {
        "node-role.kubernetes.io/control-plane": "true",
        "node-role.kubernetes.io/etcd": "true",
        "node-role.kubernetes.io/master": "true",
      }),
    };
  }

  workloads(): Workloads {
    return workloads;
  }

  networkProblem(manifests: Manifests): string | undefined {
    return networkProblem(this.clusterInit.network, manifests);
  }

  admits({ groups }: Identity): boolean {
    return groups.includes(MASTERS);
  }

  /** The node's password goes with its Node object (k3s pkg/nodepassword). */
  nodeDeleted(name: string): void {
    this.nodePasswords.delete(name);
  }
}

/** RKE2's side of a cluster; undefined when another distribution made it. */
export function rke2Of({ distribution }: SimulatedCluster): Rke2 | undefined {
  return distribution instanceof Rke2 ? distribution : undefined;
}

const workloads: Workloads = {
  daemons: [{ namespace: "kube-system", app: "cilium" }],
  staticPods: ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"],
  deployments: [
    { namespace: "kube-system", app: "rke2-coredns-rke2-coredns", replicas: 2, emptyDir: false },
    { namespace: "kube-system", app: "rke2-metrics-server", replicas: 1, emptyDir: true },
    { namespace: "default", app: "web", replicas: 3, emptyDir: true },
  ],
};
