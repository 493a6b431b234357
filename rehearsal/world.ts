import type { Clock } from "./clock";
import type { EventLog } from "./events";
import type { Fault, Faults } from "./faults";
import type { HashOrder } from "./hash-order";
import type { Internet } from "./internet";
import type { Latencies } from "./latencies";
import type { Seed } from "./seed";
import type { WorldSpec } from "./world-spec";

/** What every room of the world is built with. */
export interface WorldContext {
  readonly spec: WorldSpec;
  readonly clock: Clock;
  readonly events: EventLog;
  readonly latencies: Latencies;
  readonly faults: Faults;
  readonly internet: Internet;
  readonly hashOrder: HashOrder;
}

export interface WorldOptions {
  readonly spec: WorldSpec;
  readonly latencies: Latencies;
  readonly seed: Seed;
  readonly faults?: readonly Fault[];
  readonly clock?: Clock;
}
