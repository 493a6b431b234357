import type { SimulatedCluster } from "../../cluster/cluster";
import type { ClusterBehavior, Reserved } from "../../cluster/cluster-behavior";
import { MASTERS, type Identity } from "../../cluster/identity";
import type { Manifests } from "../../cluster/manifests";
import type { Kind, NetworkCheck } from "./kind";
import type { Registration } from "../../cluster/node";
import type { Workloads } from "../../cluster/pods";

/** What the first control plane fixes for all servers. */
export interface ClusterInitState {
  readonly token: string;
  readonly agentToken: string | undefined;
  /** Values that must be the same on every server, as text to compare. */
  readonly critical: Readonly<Record<string, string>>;
  readonly networkProblem: NetworkCheck;
  /** Whether it lies in SQLite: no etcd runs then, and no server can join. */
  readonly inSqlite: boolean;
}

/** The side of a cluster that RKE2 or k3s knows. */
export class Rancher implements ClusterBehavior {
  readonly kind: Kind;
  readonly managesEtcd = true;
  readonly usesPodCidr = true;
  readonly clusterInit: ClusterInitState;
  /** Values that must be the same on every server, as the server that started last has them: one that joins is compared with it. */
  critical: Readonly<Record<string, string>>;
  /** Secrets `<node>.node-password.<program>`. */
  readonly nodePasswords = new Map<string, string>();

  constructor(kind: Kind, clusterInit: ClusterInitState) {
    this.kind = kind;
    this.clusterInit = clusterInit;
    this.critical = clusterInit.critical;
  }

  get name(): Kind["name"] {
    return this.kind.name;
  }

  labels({ server }: Registration): Readonly<Record<string, string>> {
    return {
      "beta.kubernetes.io/instance-type": this.name,
      "node.kubernetes.io/instance-type": this.name,
      ...(server && {
        "node-role.kubernetes.io/control-plane": "true",
        "node-role.kubernetes.io/etcd": "true",
        "node-role.kubernetes.io/master": "true",
      }),
    };
  }

  workloads(): Workloads {
    return this.kind.workloads;
  }

  /** Its `eviction-hard` speaks of disks alone (k3s pkg/daemons/agent). */
  reserved(): Reserved {
    return { cpuMillis: 0, memoryMiB: 0 };
  }

  networkProblem(manifests: Manifests): string | undefined {
    return this.clusterInit.networkProblem(manifests);
  }

  admits({ groups }: Identity): boolean {
    return groups.includes(MASTERS);
  }

  /** k3s pkg/etcd/member_controller.go. */
  get removalAnnotations() {
    const domain = `etcd.${this.name}.cattle.io`;
    return { asked: `${domain}/remove`, done: `${domain}/removed-node-name` };
  }

  /** The node's password goes with its Node object (k3s pkg/nodepassword). */
  nodeDeleted(name: string): void {
    this.nodePasswords.delete(name);
  }
}

/** That side of a cluster; undefined when another distribution made it. */
export function rancherOf({ distribution }: SimulatedCluster): Rancher | undefined {
  return distribution instanceof Rancher ? distribution : undefined;
}
