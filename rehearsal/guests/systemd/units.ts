import type { UnitFiles } from "./unit-files";

export type UnitState = "inactive" | "activating" | "active" | "failed";

/** systemd's part in a machine: loads unit files, starts services, restarts the failed ones. */
export interface Units {
  readonly files: UnitFiles;
  state(name: string): UnitState;
  /** Every unit that was started since the machine came up. */
  names(): string[];
  start(name: string): Promise<void>;
  stop(name: string): Promise<void>;
  restart(name: string): Promise<void>;
}
