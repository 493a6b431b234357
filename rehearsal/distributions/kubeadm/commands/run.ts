import type { LinuxGuest } from "../../../guests/guest";
import type { Process } from "../../../guests/program";
import type { Clusters } from "../../../cluster/clusters";
import { klog } from "../klog";

/** One kubeadm command on its way: where it runs, and what it has said so far. */
export interface KubeadmRun {
  readonly process: Process;
  readonly guest: LinuxGuest;
  readonly clusters: Clusters;
  /** kubeadm's own release, e.g. `v1.34.2`. */
  readonly version: string;
  /** A line on stdout. */
  readonly say: (line: string) => void;
  /** A line on stderr as it is. */
  readonly complain: (line: string) => void;
  /** A warning through klog, as `file.go:line] text`. */
  readonly warn: (message: string) => void;
  /** Works for that many milliseconds of the simulation. */
  work(ms: number): Promise<void>;
  /** Asks every second until it holds; false after so many seconds. */
  until(seconds: number, holds: () => boolean): Promise<boolean>;
}

/** Thrown through a command that was killed. */
export class Killed extends Error {}

export interface Said {
  stdout: string;
  stderr: string;
}

export function makeRun(process: Process, clusters: Clusters, version: string, said: Said): KubeadmRun {
  const { guest, signal } = process;
  const sleep = async (seconds: number): Promise<void> => {
    await guest.sleep(seconds, signal);
    if (signal.aborted) throw new Killed();
  };
  return {
    process,
    guest,
    clusters,
    version,
    say: (line) => void (said.stdout += `${line}\n`),
    complain: (line) => void (said.stderr += `${line}\n`),
    warn: (message) => void (said.stderr += `${klog(guest, "W", message)}\n`),
    work: (ms) => sleep(ms / Math.max(guest.context.latencies.guestSecond, 0.001)),
    until: async (seconds, holds) => {
      for (let waited = 0; !holds(); waited++) {
        if (waited >= seconds) return false;
        await sleep(1);
      }
      return true;
    },
  };
}
