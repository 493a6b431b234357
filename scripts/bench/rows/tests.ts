import { npmRun } from "../command";
import type { Row } from "../row";

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
