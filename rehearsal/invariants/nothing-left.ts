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
          why: "nobody owns it any more, and the next up may stumble over it",
        });
      }
    },
  }),
};
