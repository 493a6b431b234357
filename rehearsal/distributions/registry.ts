import type { DistributionName } from "../../distributions/cluster-schema";
import type { StackPlan } from "../../distributions/distribution";
import type { SimulatedCluster } from "../cluster/cluster";
import type { Site } from "../internet";
import { simulatedK3s } from "./k3s";
import { simulatedKubeadm } from "./kubeadm";
import { simulatedRke2 } from "./rke2";
import type { IssuedSecret, SimulatedDistribution } from "./simulated-distribution";
import { simulatedTalos } from "./talos";

/** The simulation's part of every distribution. One that is missing is an error of the compiler. */
export const simulated: { readonly [D in DistributionName]: SimulatedDistribution<D> } = {
  rke2: simulatedRke2,
  kubeadm: simulatedKubeadm,
  talos: simulatedTalos,
  k3s: simulatedK3s,
};

export const everySimulated: readonly SimulatedDistribution[] = Object.values(simulated);

/** Sites of the internet that some distribution needs. */
export const everySite = (): readonly Site[] => everySimulated.flatMap((distribution) => distribution.sites?.() ?? []);

/** Of the distribution that brings this cluster up. Its methods are to be given this plan alone. */
export function simulatedOf({ cluster }: StackPlan): SimulatedDistribution {
  return simulated[cluster.distribution];
}

/** What nodes of a cluster made and must not be told to others. */
export const issuedSecrets = (cluster: SimulatedCluster): readonly IssuedSecret[] =>
  simulated[cluster.distribution.name].issuedSecrets(cluster);
