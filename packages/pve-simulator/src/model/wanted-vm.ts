import type { Host } from "./host";
import type { Vm } from "./vm";

/** A machine that may not be there, which shows in the task alone; `get` throws then. */
export interface WantedVm {
  readonly host: Host;
  readonly vmId: number;
  readonly get: () => Vm;
}
