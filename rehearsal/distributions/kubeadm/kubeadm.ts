import type { SimulatedCluster } from "../../cluster/cluster";
import type { AddOnStatus, ClusterBehavior } from "../../cluster/cluster-behavior";
import { MASTERS, type Identity } from "../../cluster/identity";
import type { Manifests } from "../../cluster/manifests";
import type { ClusterNode } from "../../cluster/node";
import type { Workloads } from "../../cluster/pods";
import { BootstrapTokens } from "./bootstrap-tokens";
import { calicoState, calicoWorkloads } from "./calico";
import type { ClusterConfiguration } from "./documents/cluster-configuration";
import { UploadedCerts } from "./uploaded-certs";

/** Who admin.conf belongs to since v1.29: powerless until `init` has bound the group to cluster-admin. */
export const ADMINS = "kubeadm:cluster-admins";

/** What a cluster made by kubeadm holds besides what every cluster does. */
export class Kubeadm implements ClusterBehavior {
  readonly name = "kubeadm";
  readonly managesEtcd = false;
  readonly usesPodCidr = false;
  /** system:public-info-viewer (kube-apiserver's default roles). */
  readonly anonymousPaths = /^\/(healthz|livez|readyz|version)(\/|\?|$)/;
  readonly tokens: BootstrapTokens;
  readonly certs: UploadedCerts;
  /** ConfigMap kubeadm-config, which joins read. Undefined until `init` has written it. */
  configuration: ClusterConfiguration | undefined;
  /** ClusterRoleBinding kubeadm:cluster-admins. */
  adminsBound = false;
  /** What keeps a node's kubelet from running pods, by the node's name. */
  readonly unwell = new Map<string, string>();
  /** Nodes whose runtime has found the configuration of a pod network. */
  readonly networked = new Set<string>();

  constructor(now: () => number) {
    this.tokens = new BootstrapTokens(now);
    this.certs = new UploadedCerts(now);
  }

  /** Roles are set by `init` and `join`, through the API. */
  labels(): Readonly<Record<string, string>> {
    return {};
  }

  workloads(manifests: Manifests): Workloads {
    const calico = calicoWorkloads(manifests);
    const hasProxy = manifests.find("DaemonSet", ({ metadata }) => metadata?.name === "kube-proxy") !== undefined;
    return {
      daemons: [...(hasProxy ? [{ namespace: "kube-system", app: "kube-proxy" }] : []), ...calico.daemons],
      staticPods: ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"],
      deployments: [
        { namespace: "kube-system", app: "coredns", replicas: 2, emptyDir: false },
        { namespace: "default", app: "web", replicas: 3, emptyDir: true },
        ...calico.deployments,
      ],
    };
  }

  networkProblem(_manifests: Manifests, { name }: ClusterNode): string | undefined {
    return this.unwell.get(name) ?? (this.networked.has(name) ? undefined : "cni plugin not initialized");
  }

  /** The operator says of Calico whether all its nodes have their network. */
  statuses(manifests: Manifests, networked: boolean): readonly AddOnStatus[] {
    const { installation, complaint } = calicoState(manifests, this.configuration?.podSubnet);
    if (!installation) return [];
    const object = { apiVersion: "operator.tigera.io/v1", kind: "TigeraStatus", metadata: { name: "calico" } };
    return [{ object, available: complaint === undefined && networked }];
  }

  nodeDeleted(name: string): void {
    this.networked.delete(name);
  }

  get boundAdmins(): string | undefined {
    return this.adminsBound ? ADMINS : undefined;
  }

  admits({ groups }: Identity): boolean {
    return groups.includes(MASTERS) || (this.adminsBound && groups.includes(ADMINS));
  }
}

/** kubeadm's side of a cluster; undefined when another distribution made it. */
export function kubeadmOf({ distribution }: SimulatedCluster): Kubeadm | undefined {
  return distribution instanceof Kubeadm ? distribution : undefined;
}
