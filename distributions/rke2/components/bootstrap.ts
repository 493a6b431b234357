import type * as pulumi from "@pulumi/pulumi";
import type { Rke2Plan } from "../plan";
import { KUBECONFIG_PATH } from "../files";
import { tokenPurposes } from "../tokens";
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
import { Rke2Founding } from "./founding";
import { Rke2Agent, Rke2Server } from "./nodes";
import type { Rke2Site } from "./site";
import { Rke2Turn } from "./turn";
import { Rke2WorkerTurn } from "./worker-turn";

type Options = pulumi.ComponentResourceOptions;

/** RKE2: servers and agents of its own release, joined with tokens over its supervisor port. */
class Rke2 implements Distribution {
  private readonly site: Rke2Site;

  constructor(site: Site<Rke2Plan>) {
    const { identity } = site;
    const tokens = {
      serverToken: identity.secret(tokenPurposes.server),
      agentToken: identity.secret(tokenPurposes.agent),
    };
    this.site = { ...site, ...tokens };
  }

  image(): readonly pulumi.Resource[] {
    return [];
  }

  turn(name: string, args: TurnArgs, opts: Options): pulumi.Resource {
    return new Rke2Turn(name, { site: this.site, ...args }, opts);
  }

  workerTurn(name: string, args: WorkerTurnArgs, opts: Options): WorkerTurn {
    return new Rke2WorkerTurn(name, { site: this.site, ...args }, opts);
  }

  found(name: string, vm: VirtualMachine, opts: Options): FoundedCluster {
    const { site } = this;
    const founding = new Rke2Founding(name, { site, vm }, opts);
    return {
      server: (server: string, args: ServerArgs, more: Options) =>
        new Rke2Server(server, { site, founding, ...args }, more),
      agent: (agent: string, args: AgentArgs, more: Options) => new Rke2Agent(agent, { site, founding, ...args }, more),
      kubeconfig: (cluster: string, args: KubeconfigArgs, more: Options) =>
        new Kubeconfig(cluster, { site, path: KUBECONFIG_PATH, ...args }, more).serverKubeconfig,
      outputs: {},
    };
  }
}

export const bootstrap = (_name: string, site: Site<Rke2Plan>): Distribution => new Rke2(site);
