import type * as pulumi from "@pulumi/pulumi";
import type { KubeadmPlan } from "../plan";
import type { Site } from "../../../components/site";
import type { VirtualMachine } from "../../../components/virtual-machine";
import type {
  AgentArgs,
  Distribution,
  FoundedCluster,
  KubeconfigArgs,
  ServerArgs,
  TurnArgs,
  WorkerTurn,
  WorkerTurnArgs,
} from "../../../components/bootstrap/distribution";
import { Kubeconfig } from "../../../components/bootstrap/kubeconfig";
import { KubeadmAuthority } from "./authority";
import { KubeadmFounding } from "./founding";
import { KubeadmJoinKeys } from "./join-keys";
import type { KubeadmSite } from "./site";
import { KubeadmControlPlane, KubeadmWorker } from "./nodes";
import { KubeadmTurn } from "./turn";
import { KubeadmWorkerTurn } from "./worker-turn";

type Options = pulumi.ComponentResourceOptions;

/** kubeadm: the project's own packages on Ubuntu, joined with tokens that are minted at that moment and kept nowhere. */
class Kubeadm implements Distribution {
  private readonly site: Site<KubeadmPlan>;

  constructor(site: Site<KubeadmPlan>) {
    this.site = site;
  }

  image(): readonly pulumi.Resource[] {
    return [];
  }

  turn(name: string, args: TurnArgs, opts: Options): pulumi.Resource {
    return new KubeadmTurn(name, { site: this.site, ...args }, opts);
  }

  workerTurn(name: string, args: WorkerTurnArgs, opts: Options): WorkerTurn {
    return new KubeadmWorkerTurn(name, { site: this.site, ...args }, opts);
  }

  found(name: string, vm: VirtualMachine, opts: Options): FoundedCluster {
    const authority = new KubeadmAuthority(name, opts);
    const joinKeys = new KubeadmJoinKeys(name, opts);
    const site: KubeadmSite = { ...this.site, authority, joinKeys };
    const founding = new KubeadmFounding(name, { site, vm }, opts);
    return {
      server: (server: string, args: ServerArgs, more: Options) =>
        new KubeadmControlPlane(server, { site, founding, ...args }, more),
      agent: (agent: string, args: AgentArgs, more: Options) => new KubeadmWorker(agent, { site, ...args }, more),
      kubeconfig: (cluster: string, args: KubeconfigArgs, more: Options) =>
        new Kubeconfig(cluster, { site, path: "/etc/kubernetes/admin.conf", ...args }, more).serverKubeconfig,
      outputs: {},
    };
  }
}

export const bootstrap = (_name: string, site: Site<KubeadmPlan>): Distribution => new Kubeadm(site);
