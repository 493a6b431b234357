import type { Invariant } from "./invariant";

export const removedCleanly: Invariant = {
  name: "removed-cleanly",
  description:
    "what is removed from the cluster leaves no webhook that calls nobody, and no namespace that waits for a finalizer",
  watch: (context) => ({
    platform({ webhooks, namespaces }) {
      for (const { configuration, service, serviceExists } of webhooks)
        if (!serviceExists)
          context.violations({
            what: `the webhooks of ${configuration} call the Service ${service}, which does not exist`,
            why: "the API server refuses what they are asked about, often every pod of the cluster",
          });
      for (const { name, terminating } of namespaces)
        if (terminating)
          context.violations({
            what: `namespace ${name} waits to be deleted at the end of the run`,
            why: "a finalizer in it waits for somebody who is gone, and nothing of that name can be made again",
          });
    },
  }),
};
