import type { LinuxGuest } from "../../guests/guest";
import type { ServiceRun } from "../../guests/systemd/daemon";
import type { UnitFile } from "../../guests/systemd/unit-file";
import { startService, type ServiceProcess } from "../../cluster/service-process";

/** What an RKE2 process can do besides its work. */
export interface Rke2Process extends ServiceProcess {
  /** From the first line of the installed binary, e.g. `v1.34.1+rke2r1`. */
  readonly version: string;
  readonly log: (level: "info" | "warning" | "error" | "fatal", message: string) => void;
}

/** Share of the time before a first control plane's supervisor, or a joiner's etcd member, is there. */
export const EARLY = 0.4;

/** Runs the body as a service: a Fatal is logged and ends it with status 1. */
export function startProcess(
  guest: LinuxGuest,
  unit: UnitFile,
  body: (process: Rke2Process) => Promise<void>,
): ServiceRun {
  const version = versionOf(guest.tree.read(unit.command()[0] ?? "") ?? "");
  const log: Rke2Process["log"] = (level, message) => {
    const stamp = new Date(guest.time() * 1000).toISOString().replace(/\.\d+/, "");
    guest.journal.write(unit.name, `time="${stamp}" level=${level} msg=${JSON.stringify(message)}`);
  };
  return startService(
    guest,
    (process) => body({ ...process, version, log }),
    (message) => log("fatal", message),
  );
}

export function versionOf(binary: string): string {
  return /^#!simulated rke2 (\S+)/.exec(binary)?.[1] ?? "";
}
