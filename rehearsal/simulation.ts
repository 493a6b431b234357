import type { Clock, Seed, SimulatorContext } from "pve-simulator";
import type { SimulationLog } from "./events";
import type { Outages } from "./outages";
import type { SimulationFault, SimulationFaults } from "./faults";
import type { Internet } from "./internet";
import type { RealApi, RealKubernetes } from "./real-kubernetes";
import type { Latencies } from "./latencies";
import type { SimulationSpec } from "./simulation-spec";

/** What every module of the simulation is built with. */
export interface SimulationContext extends SimulatorContext {
  readonly spec: SimulationSpec;
  readonly events: SimulationLog;
  readonly latencies: Latencies;
  readonly faults: SimulationFaults;
  readonly internet: Internet;
  readonly outages: Outages;
  /** What answers clients from outside instead of the simulation, for stacks with a platform. */
  readonly realApi?: RealApi;
}

export interface SimulationOptions {
  readonly spec: SimulationSpec;
  readonly latencies: Latencies;
  readonly seed: Seed;
  readonly faults?: readonly SimulationFault[];
  readonly clock?: Clock;
  /** A real control plane behind the simulated one. */
  readonly kubernetes?: RealKubernetes;
}
