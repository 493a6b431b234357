import type { Invariant } from "./invariant";

/** A pod that only takes its time is not meant: one that no node takes, or whose image or key is missing. */
export const podsFindAPlace: Invariant = {
  name: "pods-find-a-place",
  description:
    "no pod is left over at the end of a successful run that no node can take, or whose container cannot start",
  watch: (context) => ({
    platform({ pods }) {
      for (const { namespace, name, problem } of pods)
        if (problem !== undefined)
          context.violations({
            what: `pod ${namespace}/${name} does not run: ${problem}`,
            why: "the run was called a success, and what it installed does not work",
          });
    },
  }),
};
