import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describeHolder, releaseLock, takeLock } from "./lock-file";

const pollMilliseconds = 300;

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
    releaseLock(file);
  }
}

async function acquire(file: string, log: (line: string) => void): Promise<void> {
  let told = false;
  for (let holder = takeLock(file); holder !== undefined; holder = takeLock(file)) {
    if (!told) log(`waiting for ${describeHolder(holder)}, which is building the same tools`);
    told = true;
    await sleep(pollMilliseconds);
  }
}
