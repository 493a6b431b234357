import { EventLog as EventLogOf } from "pve-simulator";
import type { WorldEvent } from "./world-event";

export type * from "./world-event";

/** The world's diary: everything ever emitted, and those who listen. */
export class EventLog extends EventLogOf<WorldEvent> {}
