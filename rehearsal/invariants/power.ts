import type { MachineEvent } from "../events";

/** Keeps the names of running machines. A reboot from inside shows as `stopped` and `booted` without a new `starting`. */
export function followPower(running: Set<string>, { machine, change }: MachineEvent): void {
  if (change === "starting" || change === "booted") running.add(machine);
  if (change === "stopped" || change === "destroyed") running.delete(machine);
}
