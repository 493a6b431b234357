import type { Clock } from "../clock";
import { failure } from "../errors";
import { currentWork, isCutOff, never } from "./work";

type Kind = "shared" | "exclusive";

interface Waiter {
  readonly kind: Kind;
  grant(): void;
}

/** State of one lock file: who holds it now and who waits, first come first served. */
class LockFile {
  holders = 0;
  held: Kind | undefined;
  readonly waiters: Waiter[] = [];
}

/**
 * PVE's lock files (flock): shared or exclusive, with the time-outs and words of its `lock_file`.
 * A clone holds its source shared for 1 s of patience, a disk allocation its storage for 10 s.
 */
export class Locks {
  private readonly files = new Map<string, LockFile>();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  shared<T>(path: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
    return this.hold(path, "shared", timeoutMs, work);
  }

  exclusive<T>(path: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
    return this.hold(path, "exclusive", timeoutMs, work);
  }

  private async hold<T>(path: string, kind: Kind, timeoutMs: number, work: () => Promise<T>): Promise<T> {
    const file = this.files.get(path) ?? new LockFile();
    this.files.set(path, file);
    if (!this.free(file, kind)) await this.queue(path, file, kind, timeoutMs);
    else this.take(file, kind);
    const release = this.releaseOnce(path, file);
    currentWork()?.whenForgotten(release);
    try {
      if (isCutOff()) await never;
      return await work();
    } finally {
      release();
    }
  }

  private free(file: LockFile, kind: Kind): boolean {
    return file.holders === 0 || (kind === "shared" && file.held === "shared" && file.waiters.length === 0);
  }

  private take(file: LockFile, kind: Kind): void {
    file.holders++;
    file.held = kind;
  }

  private queue(path: string, file: LockFile, kind: Kind, timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        kind,
        grant: () => {
          this.take(file, kind);
          resolve();
        },
      };
      file.waiters.push(waiter);
      void this.clock.sleep(timeoutMs).then(() => {
        const at = file.waiters.indexOf(waiter);
        if (at < 0) return;
        file.waiters.splice(at, 1);
        reject(lockTimeout(path));
      });
    });
  }

  /** Dead work holds its lock until its host is on again. */
  private releaseOnce(path: string, file: LockFile): () => void {
    let isHeld = true;
    return () => {
      if (isHeld) this.release(path, file);
      isHeld = false;
    };
  }

  private release(path: string, file: LockFile): void {
    file.holders--;
    while (file.waiters[0] && (file.holders === 0 || (file.held === "shared" && file.waiters[0].kind === "shared"))) {
      file.waiters.shift()?.grant();
    }
    if (file.holders === 0) this.files.delete(path);
  }
}

export function lockTimeout(path: string): Error {
  return failure(
    path.startsWith("/")
      ? `can't lock file '${path}' - got timeout`
      : `cfs-lock '${path}' error: got lock request timeout`,
  );
}

export const configLock = (vmId: number) => `/var/lock/qemu-server/lock-${vmId}.conf`;
/** A shared storage is locked for the whole cluster, in its file system (PVE::Cluster, cfs_lock_storage). */
export const storageLock = ({ id, isShared }: { readonly id: string; readonly isShared: boolean }) =>
  isShared ? `storage-${id}` : `/var/lock/pve-manager/pve-storage-${id}`;
