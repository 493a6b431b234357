import type { Clock, Seed, SimulatorContext } from "pve-simulator";
import type { EventLog } from "./events";
import type { Fault, Faults } from "./faults";
import type { Internet } from "./internet";
import type { Latencies } from "./latencies";
import type { WorldSpec } from "./world-spec";

/** What every room of the world is built with. */
export interface WorldContext extends SimulatorContext {
  readonly spec: WorldSpec;
  readonly events: EventLog;
  readonly latencies: Latencies;
  readonly faults: Faults;
  readonly internet: Internet;
}

export interface WorldOptions {
  readonly spec: WorldSpec;
  readonly latencies: Latencies;
  readonly seed: Seed;
  readonly faults?: readonly Fault[];
  readonly clock?: Clock;
}
