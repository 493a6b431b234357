import { npmRun } from "../command";
import type { Row } from "../row";

/** `npm run check` of this checkout, with the caches that the last check left; it must pass to count. */
export const checkRow: Row = {
  name: "check",
  about: "npm run check: format, lint, types and the quick tests",
  async measure({ repository }) {
    const { seconds } = await npmRun("check", [], { cwd: repository });
    return [{ what: "npm run check", unit: "s", samples: [seconds], target: { atMost: 40 } }];
  },
};
