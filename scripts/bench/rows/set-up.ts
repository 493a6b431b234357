import { join } from "node:path";
import { npmRun, timed } from "../command";
import type { Row } from "../row";

/**
 * The set-up of `npm start` in a clean clone: dependencies from npm's cache, tools from ours. `npm run toolchain` does
 * exactly this part and ends. Done again in the same clone it shows what every later start pays.
 */
export const setUpRow: Row = {
  name: "set-up",
  about: "set-up of npm start, clean clone, warm caches",
  async measure({ repository, directory }) {
    const clone = join(directory, "clone");
    await timed("git", ["clone", "--quiet", "--depth=1", `file://${repository}`, clone], { cwd: directory });
    const first = await npmRun("toolchain", ["env"], { cwd: clone });
    const again = await npmRun("toolchain", ["env"], { cwd: clone });
    return [
      { what: "set-up, clean clone, warm caches", unit: "s", samples: [first.seconds], target: { atMost: 20 } },
      { what: "  the same, dependencies installed", unit: "s", samples: [again.seconds] },
    ];
  },
};
