import type { Guest } from "../../guests/guest";
import type { ServiceRun } from "../../guests/systemd/daemon";
import type { UnitFile } from "../../guests/systemd/unit-file";
import { Fatal } from "./fatal";

/** What an RKE2 process can do besides its work. */
export interface Rke2Process {
  readonly guest: Guest;
  /** From the first line of the installed binary, e.g. `v1.34.1+rke2r1`. */
  readonly version: string;
  /** Aborted when systemd stops the process or the power goes. */
  readonly signal: AbortSignal;
  /** Tells systemd that the service is up (Type=notify). */
  ready(): void;
  readonly log: (level: "info" | "warning" | "error" | "fatal", message: string) => void;
  /** Sleeps in milliseconds of the world; throws when the process is stopped meanwhile. */
  work(ms: number): Promise<void>;
  pause(seconds: number): Promise<void>;
}

/** Thrown through an RKE2 process that was stopped. */
class Stopped extends Error {}

/** Share of the time before a founder's supervisor, or a joiner's etcd member, is there. */
export const EARLY = 0.4;

/** A Go program takes a moment before it can fail. */
const START_SECONDS = 1;

/** Runs the body as a service: a Fatal is logged and ends it with status 1. */
export function startProcess(guest: Guest, unit: UnitFile, body: (process: Rke2Process) => Promise<void>): ServiceRun {
  const stop = new AbortController();
  let ready: () => void = () => undefined;
  const process = makeProcess(guest, unit, AbortSignal.any([stop.signal, guest.power]), () => ready());
  const exited = process
    .pause(START_SECONDS)
    .then(() => body(process))
    .then(() => untilAborted(process.signal))
    .then(
      () => 0,
      (error: unknown) => lastWords(process, error),
    );
  return { ready: new Promise<void>((resolve) => (ready = resolve)), exited, stop: () => stop.abort() };
}

function makeProcess(guest: Guest, unit: UnitFile, signal: AbortSignal, ready: () => void): Rke2Process {
  const { latencies } = guest.context;
  const pause = async (seconds: number): Promise<void> => {
    await guest.sleep(seconds, signal);
    if (signal.aborted) throw new Stopped();
  };
  return {
    guest,
    version: versionOf(guest.tree.read(unit.command()[0] ?? "") ?? ""),
    signal,
    ready,
    pause,
    work: (ms) => pause(ms / Math.max(latencies.guestSecond, 0.001)),
    log: (level, message) => {
      const stamp = new Date(guest.time() * 1000).toISOString().replace(/\.\d+/, "");
      guest.journal.write(unit.name, `time="${stamp}" level=${level} msg=${JSON.stringify(message)}`);
    },
  };
}

export function versionOf(binary: string): string {
  return /^#!simulated rke2 (\S+)/.exec(binary)?.[1] ?? "";
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function lastWords(process: Rke2Process, error: unknown): number {
  if (error instanceof Stopped) return 0;
  if (!(error instanceof Fatal)) throw error;
  process.log("fatal", error.message);
  return 1;
}
