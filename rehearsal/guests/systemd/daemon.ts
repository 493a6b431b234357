import type { LinuxGuest } from "../guest";
import type { UnitFile } from "./unit-file";

/** A started service. */
export interface ServiceRun {
  /** Resolves when the service says it is ready (Type=notify), at once for others. */
  readonly ready: Promise<void>;
  /** Resolves with the exit status when the process ends. */
  readonly exited: Promise<number>;
  /** Asks it to end; `exited` follows. */
  stop(): void;
}

/** A long-running program systemd can start, recognised by its command line. */
export interface Daemon {
  matches(command: readonly string[]): boolean;
  start(guest: LinuxGuest, unit: UnitFile): ServiceRun;
}
