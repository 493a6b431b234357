import { volumeOf } from "./find-volume";
import { drivesOf, isCdrom } from "./drive";
import type { Host } from "./host";
import type { Vm } from "./vm";
import type { Volume } from "./volume";

/** Disks of a configuration, without CDs. */
export function volumesOf(host: Host, config: Readonly<Record<string, string>>): Volume[] {
  const disks = drivesOf(config).filter(([, drive]) => !isCdrom(drive));
  return disks.map(([, drive]) => volumeOf(host, drive["file"] as string));
}

/** Whether a snapshot of the machine has the volume, which must stay then. */
export function isInSnapshot(vm: Vm, volume: Volume): boolean {
  return [...vm.snapshots.values()].some((snapshot) => volumesOf(vm.host, snapshot).includes(volume));
}
