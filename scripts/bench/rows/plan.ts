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
