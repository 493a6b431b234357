import type { LinuxGuest } from "../../guests/guest";
import type { ServiceRun } from "../../guests/systemd/daemon";
import type { UnitFile } from "../../guests/systemd/unit-file";
import type { Kind } from "./kind";
import { startService, type ServiceProcess } from "../../cluster/service-process";

/** What a process of either can do besides its work. */
export interface RancherProcess extends ServiceProcess {
  readonly kind: Kind;
  /** From the first line of the installed binary, e.g. `v1.34.1+rke2r1`. */
  readonly version: string;
  readonly log: (level: "info" | "warning" | "error" | "fatal", message: string) => void;
}

/** Share of the time before a first control plane's supervisor, or a joiner's etcd member, is there. */
export const EARLY = 0.4;

/** Runs the body as a service: a Fatal is logged and ends it with status 1. */
export function startProcess(
  kind: Kind,
  guest: LinuxGuest,
  unit: UnitFile,
  body: (process: RancherProcess) => Promise<void>,
): ServiceRun {
  const version = rancherVersion(guest.tree.read(unit.command()[0] ?? "") ?? "");
  const log: RancherProcess["log"] = (level, message) => {
    const stamp = new Date(guest.time() * 1000).toISOString().replace(/\.\d+/, "");
    guest.journal.write(unit.name, `time="${stamp}" level=${level} msg=${JSON.stringify(message)}`);
  };
  return startService(
    guest,
    (process) => body({ ...process, kind, version, log }),
    (message) => log("fatal", message),
  );
}

export function rancherVersion(binary: string): string {
  return /^#!simulated \w+ (\S+)/.exec(binary)?.[1] ?? "";
}
