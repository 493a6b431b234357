import type { SimulatedDistribution } from "../simulated-distribution";
import { rancherDaemons } from "../rancher/daemons";
import { rke2Internet } from "./internet";
import { rke2Kind } from "./kind";
import { rke2Programs } from "./programs";

export const simulatedRke2: SimulatedDistribution<"rke2"> = {
  software: (clusters) => ({ programs: rke2Programs(clusters), daemons: rancherDaemons(rke2Kind, clusters) }),
  operatorPrograms: () => [],
  internet: rke2Internet,
  aptPackages: () => [],
  issuedSecrets: () => [],
  checkPlan: () => undefined,
};
