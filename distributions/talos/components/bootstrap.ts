import type * as pulumi from "@pulumi/pulumi";
import type { TalosPlan } from "../plan";
import { renderImageScript } from "../script";
import type { Site } from "../../../components/site";
import type { VirtualMachine } from "../../../components/virtual-machine";
import type {
  AgentArgs,
  Distribution,
  FoundedCluster,
  NodeArgs,
  TurnArgs,
  WorkerTurn,
  WorkerTurnArgs,
} from "../../../components/bootstrap/distribution";
import { operatorScript } from "../../../components/bootstrap/operator-script";
import { TalosAuthorities } from "./authorities";
import { TalosFounding } from "./founding";
import { TalosServer, TalosWorker } from "./nodes";
import type { TalosSite } from "./site";
import { TalosTurn } from "./turn";
import { TalosWorkerTurn } from "./worker-turn";

type Options = pulumi.ComponentResourceOptions;

/** Talos Linux: machines without SSH, told everything over Talos' own API, with talosctl where Pulumi runs. */
class Talos implements Distribution {
  private readonly site: TalosSite;

  constructor(name: string, site: Site<TalosPlan>, opts: Options) {
    const { identity, plan } = site;
    const endpoints = plan.machines.filter(({ role }) => role === "control-plane").map(({ address }) => address);
    const authorities = new TalosAuthorities(name, { clusterName: plan.cluster.name, identity, endpoints }, opts);
    this.site = { ...site, authorities };
  }

  image(name: string, opts: Options): readonly pulumi.Resource[] {
    const script = renderImageScript(this.site.plan);
    return [operatorScript(`${name}-image`, { about: name, script, create: "image" }, opts)];
  }

  turn(name: string, args: TurnArgs, opts: Options): pulumi.Resource {
    return new TalosTurn(name, { site: this.site, ...args }, opts);
  }

  workerTurn(name: string, args: WorkerTurnArgs, opts: Options): WorkerTurn {
    return new TalosWorkerTurn(name, { site: this.site, ...args }, opts);
  }

  found(name: string, vm: VirtualMachine, opts: Options): FoundedCluster {
    const { site } = this;
    const founding = new TalosFounding(name, { site, vm }, opts);
    const { people } = site.authorities;
    return {
      server: (server: string, args: NodeArgs, more: Options) =>
        new TalosServer(server, { site, founding, ...args }, more),
      agent: (agent: string, args: AgentArgs, more: Options) =>
        new TalosWorker(agent, { site, founding, ...args }, more),
      // Made here and not read: the program holds the CA, so that it can renew it as well.
      kubeconfig: () => people.apply(({ kubeconfig }) => kubeconfig),
      outputs: { talosconfig: people.apply(({ talosconfig }) => talosconfig) },
    };
  }
}

export const bootstrap = (name: string, site: Site<TalosPlan>, opts: Options): Distribution =>
  new Talos(name, site, opts);
