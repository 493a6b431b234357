import type { Invariant } from "./invariant";

/** Leftovers cost disk, hold addresses and VMIDs, and make the next up fail. */
export const nothingLeft: Invariant = {
  name: "nothing-left",
  description: "a destroy leaves nothing behind",
  watch: (context) => ({
    leftovers(items) {
      for (const item of items) {
        context.violations({
          what: `the destroy left ${item}`,
          why: "nothing manages it any more, and it may break the next up",
        });
      }
    },
  }),
};
