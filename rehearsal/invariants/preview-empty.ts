import type { Invariant } from "./invariant";

const harmless = new Set(["same", "read", "refresh"]);

/** A change that comes back at every run hides the one that matters. */
export const previewEmpty: Invariant = {
  name: "preview-empty",
  description: "a preview right after an up shows no change",
  watch: (context) => ({
    unchangedPreview(changes) {
      const found = Object.entries(changes).filter(([operation, count]) => count > 0 && !harmless.has(operation));
      if (found.length === 0) return;
      context.violations({
        what: `the preview after the up wants to ${found.map(([operation, count]) => `${operation} ${count}`).join(", ")}`,
        why: "the result differs from what the program describes, or a value never settles",
      });
    },
  }),
};
