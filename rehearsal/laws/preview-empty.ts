import type { Law } from "./law";

const harmless = new Set(["same", "read", "refresh"]);

/** A change that comes back at every run hides the one that matters. */
export const previewEmpty: Law = {
  name: "preview-empty",
  sentence: "a preview right after an up shows no change",
  watch: (context) => ({
    unchangedPreview(changes) {
      const found = Object.entries(changes).filter(([operation, count]) => count > 0 && !harmless.has(operation));
      if (found.length === 0) return;
      context.broken({
        what: `the preview after the up wants to ${found.map(([operation, count]) => `${operation} ${count}`).join(", ")}`,
        why: "what was built is not what the program describes, or a value never settles",
      });
    },
  }),
};
