import type { SimulatedOs } from "../simulated-os";

/** Its machine is rehearsal/distributions/talos/machine, as nothing but that distribution runs on it. */
export const simulatedTalosOs: SimulatedOs = {};
