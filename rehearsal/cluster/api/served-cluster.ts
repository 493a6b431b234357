import type { Service } from "../../network/service";
import type { Cluster } from "../cluster";

const clusters = new WeakMap<Service, Cluster>();

/** Notes whose service this is: a CA made beforehand may have signed for several clusters. */
export function servedBy(cluster: Cluster, service: Service): Service {
  clusters.set(service, cluster);
  return service;
}

/** The cluster a network service belongs to. */
export function clusterBehind(service: Service): Cluster | undefined {
  return clusters.get(service);
}
