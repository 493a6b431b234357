import type { Law } from "./law";

/** Leftovers cost disk, hold addresses and VMIDs, and make the next up fail. */
export const nothingLeft: Law = {
  name: "nothing-left",
  sentence: "a destroy leaves nothing behind",
  watch: (context) => ({
    leftovers(items) {
      for (const item of items) {
        context.broken({
          what: `the destroy left ${item}`,
          why: "nobody owns it any more, and the next up may stumble over it",
        });
      }
    },
  }),
};
