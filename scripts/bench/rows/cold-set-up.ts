import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { npmRun, timed } from "../command";
import type { Row } from "../row";

/** The same set-up with nothing cached: no package of npm's, no module or object of Go's, no tool of ours. */
export const coldSetUpRow: Row = {
  name: "cold-set-up",
  about: "set-up of npm start with nothing cached, registries only",
  flag: "cold",
  async measure({ repository, directory, say }) {
    const cache = (name: string): string => join(directory, "caches", name);
    const env = {
      HOMELAB_CACHE: cache("homelab"),
      GOMODCACHE: cache("go-modules"),
      GOCACHE: cache("go-build"),
      npm_config_cache: cache("npm"),
    };
    for (const folder of Object.values(env)) mkdirSync(folder, { recursive: true });
    const clone = join(directory, "clone");
    await timed("git", ["clone", "--quiet", "--depth=1", `file://${repository}`, clone], { cwd: directory });
    say("  this takes minutes");
    try {
      const { seconds } = await npmRun("toolchain", ["env"], { cwd: clone, env });
      return [{ what: "set-up, nothing cached", unit: "s", samples: [seconds], target: { atMost: 12 * 60 } }];
    } finally {
      // Go writes its modules read-only.
      await timed("chmod", ["-R", "u+w", join(directory, "caches")], { cwd: directory });
      rmSync(join(directory, "caches"), { recursive: true, force: true });
    }
  },
};
