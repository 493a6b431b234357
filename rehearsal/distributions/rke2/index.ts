import type { SimulatedDistribution } from "../simulated-distribution";
import { rke2Daemons } from "./daemons";
import { rke2Internet } from "./internet";
import { rke2Programs } from "./programs";

export const simulatedRke2: SimulatedDistribution<"rke2"> = {
  software: (clusters) => ({ programs: rke2Programs(clusters), daemons: rke2Daemons(clusters) }),
  operatorPrograms: () => [],
  internet: rke2Internet,
  aptPackages: () => [],
  issuedSecrets: () => [],
  checkPlan: () => undefined,
};
