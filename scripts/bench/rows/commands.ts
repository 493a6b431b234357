import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { atExit } from "../../at-exit";
import { npmRun, repeat } from "../command";
import type { Row } from "../row";

/** `npm run plan -- asgard` as a person types it, npm's own start included. */
export const planRow: Row = {
  name: "plan",
  about: "npm run plan",
  async measure({ repository, directory }) {
    const args = ["asgard", "--picture", join(directory, "topology.svg")];
    const runs = await repeat(5, () => npmRun("plan", args, { cwd: repository }));
    return [{ what: "npm run plan", unit: "s", samples: runs.map(({ seconds }) => seconds), target: { atMost: 2 } }];
  },
};

/** Imported by most of the program, so that most quick tests run after a change of it. */
const CHANGED = "model/address.ts";

/** `npm run check` of this checkout after a change, with everything else as at the check before; it must pass to count. */
export const checkRow: Row = {
  name: "check",
  about: "npm run check after a change of model/address.ts: format, lint, types and the quick tests",
  async measure({ repository }) {
    await npmRun("check", [], { cwd: repository });
    const file = join(repository, CHANGED);
    const text = readFileSync(file, "utf8");
    const restore = (): void => writeFileSync(file, text);
    const forget = atExit(restore);
    try {
      writeFileSync(file, `${text}// A change.\n`);
      const { seconds } = await npmRun("check", [], { cwd: repository });
      return [{ what: "npm run check after a change", unit: "s", samples: [seconds], target: { atMost: 45 } }];
    } finally {
      forget();
      restore();
    }
  },
};

/** `npm test` of this checkout with warm caches; it must pass to count. */
export const testsRow: Row = {
  name: "tests",
  about: "npm test with warm caches",
  flag: "tests",
  async measure({ repository }) {
    const { seconds } = await npmRun("test", [], { cwd: repository });
    return [{ what: "npm test, warm", unit: "s", samples: [seconds], target: { atMost: 8 * 60 } }];
  },
};
