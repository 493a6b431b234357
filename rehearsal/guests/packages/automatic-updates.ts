import { chance } from "pve-simulator";
import type { LinuxGuest } from "../guest";
import type { ServiceRun } from "../systemd/daemon";
import { forever } from "../systemd/system-daemons";
import type { UnitFile } from "../systemd/unit-file";
import type { AptLock } from "./apt-locks";

/** What each of apt's timers runs, and the locks that takes. */
const work: Readonly<Record<string, { readonly program: string; readonly locks: readonly AptLock[] }>> = {
  "apt-daily.timer": { program: "apt-get", locks: ["lists"] },
  "apt-daily-upgrade.timer": { program: "unattended-upgr", locks: ["dpkg", "archives"] },
};

/** One of apt's timers: fires once in the first minutes of a disk's life, and by the calendar after that, which is too long here. */
export function startAptTimer(guest: LinuxGuest, { name }: UnitFile): ServiceRun {
  const stamp = `/var/lib/systemd/timers/stamp-${name}`;
  const run = forever(guest);
  const planned = guest.context.latencies.automaticUpdates > 0 ? work[name] : undefined;
  if (!planned || guest.tree.exists(stamp)) return run;
  const stopped = new AbortController();
  void fire(guest, name, planned, AbortSignal.any([stopped.signal, guest.power]), () => guest.tree.write(stamp, ""));
  return {
    ...run,
    stop: () => {
      stopped.abort();
      run.stop();
    },
  };
}

async function fire(
  guest: LinuxGuest,
  name: string,
  { program, locks }: { readonly program: string; readonly locks: readonly AptLock[] },
  stopped: AbortSignal,
  begun: () => void,
): Promise<void> {
  const { clock, latencies } = guest.context;
  const { aptLocks } = guest.kernel;
  const about = (what: string) => chance(guest.context, `${what} of ${name} on ${guest.name}`);
  await clock.sleep(latencies.boot * about("begin"), stopped);
  if (stopped.aborted || aptLocks.held(locks)) return;
  begun();
  // A timer that is stopped takes nothing back of what it has started.
  const length = latencies.automaticUpdates * (0.1 + 0.9 * about("length"));
  await aptLocks.during(locks, program, () => clock.sleep(length, guest.power));
}
