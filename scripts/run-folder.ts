import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { atExit } from "./at-exit";
import { isAlive } from "./engine/process-tree";
import { OWNER_ONLY } from "./private-folder";

/** What one run may write that nobody else should read, and nobody after it: gone when the process is. */
export interface RunFolder {
  readonly folder: string;
  /** For the temporary files of every process that the run starts. */
  readonly temporary: string;
  close(): void;
}

/** Makes the folder in the one of a stack, and removes what killed runs left of theirs. */
export function openRunFolder(stackFolder: string): RunFolder {
  mkdirSync(stackFolder, { recursive: true, mode: OWNER_ONLY });
  for (const name of readdirSync(stackFolder)) if (isLeftOver(name)) remove(join(stackFolder, name));
  const folder = join(stackFolder, `run-${process.pid}`);
  const temporary = join(folder, "tmp");
  mkdirSync(temporary, { recursive: true, mode: OWNER_ONLY });
  const forget = atExit(() => remove(folder));
  return {
    folder,
    temporary,
    close: () => {
      forget();
      remove(folder);
    },
  };
}

/** A run's folder whose process is gone; ours is one of another run that had the same id. */
function isLeftOver(name: string): boolean {
  const pid = Number(/^run-(\d+)$/.exec(name)?.[1] ?? NaN);
  return pid === process.pid || (Number.isInteger(pid) && !isAlive(pid));
}

/** A process that still writes while being killed may need a second attempt. */
function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
