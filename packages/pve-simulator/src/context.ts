import type { Clock } from "./clock";
import type { EventSink } from "./events";
import type { HostFaults } from "./faults";
import type { HashOrder } from "./hash-order";
import type { HostLatencies } from "./latencies";
import type { Downloads } from "./downloads";
import type { DatacenterSpec } from "./spec";

/** What a simulated Proxmox VE is built with. */
export interface SimulatorContext {
  readonly spec: DatacenterSpec;
  readonly clock: Clock;
  readonly events: EventSink;
  readonly latencies: HostLatencies;
  readonly faults: HostFaults;
  /** What `download-url` can fetch. */
  readonly internet: Pick<Downloads, "file">;
  readonly hashOrder: HashOrder;
}
