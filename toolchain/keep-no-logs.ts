import { lstatSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The engine's command line (3.259) writes a debug log of every command to `$PULUMI_HOME/logs`, up to 500 MB of them,
 * and no option turns it off: 0.15 s of processor time a command. A file in the place of that folder does, in every set
 * of tools below a folder; the logs of earlier runs are removed (docs/decisions/0076-no-debug-logs-in-tool-sets.md).
 */
export function keepNoLogs(sets: string): void {
  for (const set of readdirSync(sets)) occupy(join(sets, set, "home", "logs"));
}

function occupy(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isFile()) return;
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
    writeFileSync(path, "", { flag: "wx" });
  } catch {
    // A set without a home, or an engine that writes its log this very moment: the next start tries again.
  }
}
