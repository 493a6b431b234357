import { statfsSync } from "node:fs";
import { homedir } from "node:os";
import { killTree } from "./process-tree";
import type { Pulumi } from "./pulumi";

/** The engine tries for half a minute to write its state down, and then fails without a word. */
const LOOK_EVERY_MS = 1_000;

/** Checks without free space before the engine is ended: some may be freed in the meantime. */
const PATIENCE = 3;

const LEAST_BYTES = 64 * 1024;

/** In bytes; of a folder that is not there nothing is known. */
function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Infinity;
  }
}

/**
 * Ends an engine that cannot write down what it does any more, and says so in one line. What it was making is half made
 * then, and cleared by the next run. Hands back what ends the watch.
 */
export function armDiskWatch(
  folders: readonly string[],
  pulumi: Pick<Pulumi, "updatePid">,
  say: (line: string) => void,
  free: (folder: string) => number = freeBytes,
  kill: (pid: number) => void = killTree,
): () => void {
  let looks = 0;
  const timer = setInterval(() => {
    const full = folders.find((folder) => free(folder) < LEAST_BYTES);
    looks = full === undefined ? 0 : looks + 1;
    const { updatePid: pid } = pulumi;
    if (full === undefined || pid === undefined || looks < PATIENCE) return;
    say(`${full}: the disk is full, the engine was stopped; free some space and run the same command again`);
    looks = 0;
    kill(pid);
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Where the engine writes: the checkout, and Pulumi's default state folder. */
export function foldersWrittenTo(checkout: string, env: Readonly<Record<string, string | undefined>>): string[] {
  const state = env["PULUMI_BACKEND_URL"]?.startsWith("file://") ? env["PULUMI_BACKEND_URL"].slice(7) : undefined;
  return [checkout, ...(state === undefined ? [] : [state.replace(/^~/, homedir())])];
}
