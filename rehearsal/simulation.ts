import type { Clock, Seed, SimulatorContext } from "pve-simulator";
import type { EventLog } from "./events";
import type { Fault, Faults } from "./faults";
import type { Internet } from "./internet";
import type { Latencies } from "./latencies";
import type { SimulationSpec } from "./simulation-spec";

/** What every module of the simulation is built with. */
export interface SimulationContext extends SimulatorContext {
  readonly spec: SimulationSpec;
  readonly events: EventLog;
  readonly latencies: Latencies;
  readonly faults: Faults;
  readonly internet: Internet;
}

export interface SimulationOptions {
  readonly spec: SimulationSpec;
  readonly latencies: Latencies;
  readonly seed: Seed;
  readonly faults?: readonly Fault[];
  readonly clock?: Clock;
}
