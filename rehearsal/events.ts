import { EventLog as EventLogOf } from "pve-simulator";
import type { SimulationEvent } from "./simulation-event";

export type * from "./simulation-event";

/** The simulation's diary: everything ever emitted, and those who listen. */
export class SimulationLog extends EventLogOf<SimulationEvent> {}
