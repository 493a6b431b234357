import { join } from "node:path";
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

/** `npm run check` of this checkout, with the caches that the last check left; it must pass to count. */
export const checkRow: Row = {
  name: "check",
  about: "npm run check: format, lint, types and the quick tests",
  async measure({ repository }) {
    const { seconds } = await npmRun("check", [], { cwd: repository });
    return [{ what: "npm run check", unit: "s", samples: [seconds], target: { atMost: 40 } }];
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
