import type { Methods } from "../rpc";
import type { TalosMachine } from "../talos-machine";

/** When the simulation began, by its own calendar. */
const EPOCH_MS = Date.UTC(2026, 10, 21);

/** What the version's row shows besides the tag. */
export interface VersionAnswer {
  readonly tag: string;
  readonly sha: string;
  readonly goVersion: string;
}

/** Looking without touching. */
export function statusMethods(machine: TalosMachine): Methods {
  return {
    "MachineService/Version": (): VersionAnswer => versionAnswerOf(machine.disk.version),
    "MachineService/ServiceList": () => machine.services(),
    "MachineService/Read": () => machine.bootId,
    "State/MachineConfig": () => machine.disk.config ?? "",
    "StorageService/Disks": () => [{ deviceName: "/dev/vda", sizeGiB: machine.hardware.diskGiB }],
    "TimeService/Time": () => {
      const { clock, latencies } = machine.context;
      return new Date(EPOCH_MS + (clock.now() / Math.max(latencies.guestSecond, 0.001)) * 1000);
    },
  };
}

export function versionAnswerOf(tag: string): VersionAnswer {
  return { tag, sha: "0e58a0e9", goVersion: "go1.26.6" };
}
