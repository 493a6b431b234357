import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../toolchain/cache-folder";
import { OWNER_ONLY } from "../private-folder";
import { openRunFolder } from "../run-folder";

/**
 * Gives everything that a run of tests starts a folder of its own for temporary files, and removes what killed runs left of
 * theirs. In the cache folder, as the path of a checkout may be too long for the sockets that machines and agents put there.
 */
export async function withTestFolder<T>(action: () => Promise<T>): Promise<T> {
  const runs = join(cacheFolder(), "test-runs");
  mkdirSync(runs, { recursive: true, mode: OWNER_ONLY });
  const run = openRunFolder(runs);
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = run.temporary;
  try {
    return await action();
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
    run.close();
  }
}
