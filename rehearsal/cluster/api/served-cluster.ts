import type { Service } from "../../network/service";
import type { SimulatedCluster } from "../cluster";

const clusters = new WeakMap<Service, SimulatedCluster>();

/** Notes whose service this is: a CA made beforehand may have signed for several clusters. */
export function servedBy(cluster: SimulatedCluster, service: Service): Service {
  clusters.set(service, cluster);
  return service;
}

/** The cluster a network service belongs to. */
export function clusterBehind(service: Service): SimulatedCluster | undefined {
  return clusters.get(service);
}
