import type { MachineConfig } from "../machine/config/machine-config";
import type { SimulatedCluster } from "../../../cluster/cluster";
import type { ClusterBehavior, Reserved } from "../../../cluster/cluster-behavior";
import { MASTERS, type Identity } from "../../../cluster/identity";
import type { Manifests } from "../../../cluster/manifests";
import type { ClusterNode, Registration } from "../../../cluster/node";
import type { Workloads } from "../../../cluster/pods";
import { ciliumProblem } from "./cilium-job";

/** Talos' side of a cluster: what its first control plane's configuration fixed. */
export class Talos implements ClusterBehavior {
  readonly name = "talos";
  readonly managesEtcd = false;
  readonly usesPodCidr = true;
  /** The configuration of the control plane on which it was bootstrapped. */
  readonly firstControlPlane: MachineConfig;
  /** Whether the job that installs Cilium has done its work. */
  ciliumInstalled = false;
  ciliumInstalling = false;

  constructor(firstControlPlane: MachineConfig) {
    this.firstControlPlane = firstControlPlane;
  }

  labels({ server }: Registration): Readonly<Record<string, string>> {
    return server
      ? { "node-role.kubernetes.io/control-plane": "", "node.kubernetes.io/exclude-from-external-load-balancers": "" }
      : {};
  }

  /** `systemReserved` (pkg/machinery/constants, v1.13), and what every kubelet keeps free. */
  reserved({ server }: Pick<ClusterNode, "server">): Reserved {
    return { cpuMillis: 50, memoryMiB: (server ? 512 : 384) + 100 };
  }

  workloads(): Workloads {
    return workloads;
  }

  /** Talos installs Flannel by itself; with `none` it is for a manifest to bring a network. */
  networkProblem(manifests: Manifests): string | undefined {
    const proxyDisabled = this.firstControlPlane.flag("cluster.proxy.disabled");
    if ((this.firstControlPlane.text("cluster.network.cni.name") ?? "flannel") === "flannel")
      return proxyDisabled ? "cni plugin not initialized: Services are served by nobody" : undefined;
    return (
      ciliumProblem(manifests, this.firstControlPlane) ??
      (this.ciliumInstalled ? undefined : "cni plugin not initialized")
    );
  }

  admits({ groups }: Identity): boolean {
    return groups.includes(MASTERS);
  }
}

/** Talos' side of a cluster; undefined when another distribution made it. */
export function talosOf({ distribution }: SimulatedCluster): Talos | undefined {
  return distribution instanceof Talos ? distribution : undefined;
}

/** etcd is a service of Talos itself, no pod. */
const workloads: Workloads = {
  daemons: [{ namespace: "kube-system", app: "cilium" }],
  staticPods: ["kube-apiserver", "kube-controller-manager", "kube-scheduler"],
  deployments: [
    { namespace: "kube-system", app: "coredns", replicas: 2, emptyDir: false },
    { namespace: "kube-system", app: "hubble-relay", replicas: 1, emptyDir: true },
    { namespace: "default", app: "web", replicas: 3, emptyDir: true },
  ],
};
