import { lstatSync, readdirSync, rmdirSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { INTERRUPTED, onInterruption } from "../cli/interruption";
import { killDescendants } from "../engine/process-tree";
import { realFolder } from "../private-folder";
import { openRunFolder } from "../run-folder";

/**
 * Gives everything that a run of tests starts a folder of its own for temporary files, and removes what killed runs left of
 * theirs. Neither in a checkout nor in the cache folder: tests make checkouts and caches there, which must not find the
 * real ones above them. Whoever ends the run ends all that its tests started: an engine whose test is gone leaves plugins
 * that nobody finds any more.
 */
export async function withTestFolder<T>(action: () => Promise<T>, place = tmpdir()): Promise<T> {
  const { uid } = userInfo();
  const runs = realFolder(join(place, `homelab-tests-${uid}`));
  if (uid >= 0 && lstatSync(runs).uid !== uid)
    throw new Error(`${runs}: belongs to another user, must be yours; remove it`);
  const run = openRunFolder(runs);
  const close = (): void => {
    run.close();
    removeIfEmpty(runs);
  };
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = run.temporary;
  const deaf = onInterruption(() => {
    killDescendants();
    close();
    process.exit(INTERRUPTED);
  });
  try {
    return await action();
  } finally {
    deaf();
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
    close();
  }
}

/** Others of ours may run their tests beside it. */
function removeIfEmpty(folder: string): void {
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}
