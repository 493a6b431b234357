/** Locks of apt and dpkg; `dpkg` stands for both of dpkg's, which are taken together. */
export type AptLock = "lists" | "archives" | "dpkg";

const files: Readonly<Record<AptLock, string>> = {
  lists: "/var/lib/apt/lists/lock",
  archives: "/var/cache/apt/archives/lock",
  dpkg: "/var/lib/dpkg/lock-frontend",
};

interface Holder {
  readonly pid: number;
  readonly program: string;
  readonly released: Promise<void>;
}

/** Who holds which lock of a running machine. */
export class AptLocks {
  private readonly holders = new Map<AptLock, Holder>();
  private nextPid = 1200;

  /** Holds the locks for the duration of the work; callers have to check before. */
  async during<T>(locks: readonly AptLock[], program: string, work: () => Promise<T>): Promise<T> {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const holder = { pid: this.nextPid++, program, released };
    for (const lock of locks) this.holders.set(lock, holder);
    try {
      return await work();
    } finally {
      for (const lock of locks) this.holders.delete(lock);
      release();
    }
  }

  /** The first of these locks that somebody holds. */
  held(locks: readonly AptLock[]): AptLock | undefined {
    return locks.find((lock) => this.holders.has(lock));
  }

  /** apt's sentence about a lock that is held. */
  complaint(lock: AptLock): string {
    const { pid = 0, program = "" } = this.holders.get(lock) ?? {};
    return `Could not get lock ${files[lock]}. It is held by process ${pid} (${program})`;
  }

  pidOf(lock: AptLock): number {
    return this.holders.get(lock)?.pid ?? 0;
  }
}
