import type { SimulatedDistribution } from "../simulated-distribution";
import { rancherDaemons } from "../rancher/daemons";
import { k3sInternet } from "./internet";
import { k3sKind } from "./kind";
import { k3sPrograms } from "./programs";

export const simulatedK3s: SimulatedDistribution<"k3s"> = {
  software: (clusters) => ({ programs: k3sPrograms(), daemons: rancherDaemons(k3sKind, clusters) }),
  operatorPrograms: () => [],
  internet: k3sInternet,
  aptPackages: () => [],
  issuedSecrets: () => [],
  checkPlan: () => undefined,
};
