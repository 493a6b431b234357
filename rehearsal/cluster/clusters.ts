import type { Service } from "../network/service";
import type { SimulationContext } from "../simulation";
import { clusterBehind } from "./api/served-cluster";
import { freshAuthorities, type Authorities } from "./authorities";
import { SimulatedCluster } from "./cluster";
import type { ClusterBehavior } from "./cluster-behavior";
import { mirroredCluster } from "./mirrored-cluster";

/** All clusters of the simulation. */
export class Clusters {
  private readonly context: SimulationContext;
  private readonly byId = new Map<string, SimulatedCluster>();

  constructor(context: SimulationContext) {
    this.context = context;
  }

  /** Every cluster ever initialized, oldest first. */
  all(): readonly SimulatedCluster[] {
    return [...this.byId.values()];
  }

  get(id: string): SimulatedCluster | undefined {
    return this.byId.get(id);
  }

  /** The cluster a network service belongs to. */
  at(service: Service): SimulatedCluster | undefined {
    return clusterBehind(service);
  }

  /** A new cluster; with authorities made beforehand it may be the second one they sign for. */
  async init(distribution: ClusterBehavior, given?: Authorities): Promise<SimulatedCluster> {
    const authorities = given ?? (await freshAuthorities(distribution.name));
    const copies = this.all().filter((other) => other.authorities.ca.pem === authorities.ca.pem).length;
    const cluster = new SimulatedCluster(this.context, authorities, distribution, copies + 1);
    this.byId.set(cluster.id, cluster);
    this.context.realApi?.serve(mirroredCluster(cluster));
    return cluster;
  }
}
