import type { Invariant } from "./invariant";

export const oneOwner: Invariant = {
  name: "one-owner",
  description: "no object on the cluster belongs to two programs, e.g. to Pulumi and to a Helm release",
  watch: (context) => ({
    platform({ ownedTwice }) {
      for (const { what, owners } of ownedTwice)
        context.violations({
          what: `${what} belongs to ${owners.join(" and to ")}`,
          why: "each takes back what the other changes, and the one that goes takes it along",
        });
    },
  }),
};
