import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const pollMilliseconds = 300;

interface Holder {
  readonly pid: number;
  readonly host: string;
}

/**
 * Runs an action while nobody else does with the same folder. It saves double work only: results are
 * put in place by renaming, so two at once would do no harm. A lock whose process is gone is taken over.
 */
export async function withLock<T>(folder: string, log: (line: string) => void, action: () => Promise<T>): Promise<T> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "lock");
  await acquire(file, log);
  try {
    return await action();
  } finally {
    rmSync(file, { force: true });
  }
}

async function acquire(file: string, log: (line: string) => void): Promise<void> {
  let told = false;
  while (!create(file)) {
    const holder = read(file);
    if (holder && !isAlive(holder)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told && holder) log(`waiting for process ${holder.pid}, which is building the same tools`);
    told = true;
    await sleep(pollMilliseconds);
  }
}

function create(file: string): boolean {
  const holder: Holder = { pid: process.pid, host: hostname() };
  try {
    writeFileSync(file, JSON.stringify(holder), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Undefined while the file is being written or has just been removed. */
function read(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

/** A process of another machine, over a shared folder, cannot be seen and counts as alive. */
function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
