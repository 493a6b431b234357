import type { PlatformState } from "../platform/platform-state";
import type { Invariant } from "./invariant";

/** Tiers 0 and 1, whatever the stack calls them. */
const IMPORTANT = /^[01]-/;

export const importantPodsStay: Invariant = {
  name: "important-pods-stay",
  description: "no pod of tiers 0 and 1 is thrown out while a pod of a lower tier could have freed as much",
  watch(context) {
    const told = new Set<string>();
    return {
      platform(state) {
        for (const { namespace, name, why } of state.evicted) {
          const could = yielding(state, namespace, why);
          if (could === undefined || told.has(`${namespace}/${name}`)) continue;
          told.add(`${namespace}/${name}`);
          context.violations({
            what: `pod ${namespace}/${name} was thrown out (${why}), and ${could} ran on`,
            why: "what everything else needs went first",
          });
        }
      },
    };
  },
};

/** A pod that runs in a lower tier, on the node where resources were freed, where the namespace is of an important tier. */
function yielding({ namespaces, pods }: PlatformState, namespace: string, why: string): string | undefined {
  const [, node] = / on node (\S+)/.exec(why) ?? [];
  const tiers = new Map(namespaces.map(({ name, tier }) => [name, tier]));
  const own = tiers.get(namespace);
  if (own === undefined || !IMPORTANT.test(own)) return undefined;
  const lower = pods.find((pod) => {
    const tier = tiers.get(pod.namespace);
    if (node !== undefined && pod.node !== node) return false;
    return tier !== undefined && tier > own && !IMPORTANT.test(tier) && pod.phase === "Running" && pod.memoryMiB > 0;
  });
  return lower && `${lower.namespace}/${lower.name} of tier ${tiers.get(lower.namespace)}`;
}
