import type { LinuxGuest } from "../guests/guest";
import type { ServiceRun } from "../guests/systemd/daemon";

/** Last words of a service: they are logged, it exits with status 1, and systemd starts it again. */
export class Fatal extends Error {}

/** Thrown through a service that was stopped. */
class Stopped extends Error {}

/** What a long-running service can do besides its work. */
export interface ServiceProcess {
  readonly guest: LinuxGuest;
  /** Aborted when systemd stops the process or the power goes. */
  readonly signal: AbortSignal;
  /** Tells systemd that the service is up (Type=notify). */
  ready(): void;
  /** Sleeps in milliseconds of the simulation; throws when the process is stopped meanwhile. */
  work(ms: number): Promise<void>;
  pause(seconds: number): Promise<void>;
}

/** A Go program takes a moment before it can fail. */
const START_SECONDS = 1;

/** Runs the body as a service, until it ends or is stopped; `lastWords` logs why it failed. */
export function startService(
  guest: LinuxGuest,
  body: (process: ServiceProcess) => Promise<void>,
  lastWords: (message: string) => void,
): ServiceRun {
  const stop = new AbortController();
  let ready: () => void = () => undefined;
  const process = makeProcess(guest, AbortSignal.any([stop.signal, guest.power]), () => ready());
  const exited = process
    .pause(START_SECONDS)
    .then(() => body(process))
    .then(() => untilAborted(process.signal))
    .then(
      () => 0,
      (error: unknown) => {
        if (error instanceof Stopped) return 0;
        if (!(error instanceof Fatal)) throw error;
        lastWords(error.message);
        return 1;
      },
    );
  return { ready: new Promise<void>((resolve) => (ready = resolve)), exited, stop: () => stop.abort() };
}

function makeProcess(guest: LinuxGuest, signal: AbortSignal, ready: () => void): ServiceProcess {
  const pause = async (seconds: number): Promise<void> => {
    await guest.sleep(seconds, signal);
    if (signal.aborted) throw new Stopped();
  };
  return {
    guest,
    signal,
    ready,
    pause,
    work: (ms) => pause(ms / Math.max(guest.context.latencies.guestSecond, 0.001)),
  };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
