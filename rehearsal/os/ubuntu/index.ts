import type { SimulatedOs } from "../simulated-os";
import { ubuntuNoble } from "./noble";

export const simulatedUbuntu: SimulatedOs = {
  cloudImage: (version) => (version === "24.04" ? ubuntuNoble : undefined),
};
