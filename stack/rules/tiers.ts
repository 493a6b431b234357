import type { StackConfig } from "../../distributions/distribution";
import type { Issue } from "../../model/errors";
import { tiersOf, type TierPlan } from "../../model/platform/platform-plan";
import { repeated, type Rule } from "./rule";
import { unknownName } from "./unknown-name";

const namespacesHaveAKnownTier: Rule = ({ platform }) =>
  Object.entries(platform?.namespaces ?? {}).flatMap(([name, tier]) =>
    unknownName(`platform.namespaces.${name}`, "tier", tier, Object.keys(platform?.tiers ?? {})),
  );

/** The API server makes these itself, and who is made by somebody else has another owner (kubernetes: system namespaces). */
const namespacesAreNotKubernetesOwn: Rule = ({ platform }) =>
  Object.entries(platform?.namespaces ?? {})
    .filter(([name]) => name === "default" || name.startsWith("kube-"))
    .map(([name, tier]) => ({
      path: `platform.namespaces.${name}`,
      problem: "a namespace that Kubernetes makes itself",
      got: `"${tier}"`,
      allowed: "must be a namespace of your own, e.g. immich",
      remedy: "remove it, or choose another name",
    }));

/** One rank, one tier: `1-a` and `1-b` would be in the order of the alphabet, which nobody means. */
const ranksAreTakenOnce: Rule = (config) =>
  repeated(tiers(config), ({ name }) => name[0]).map(({ item, first }) => ({
    path: `platform.tiers.${item.name}`,
    problem: `its rank is that of ${first.name}`,
    got: `"${item.name}"`,
    allowed: "must be one tier a digit",
    remedy: "begin its name with another digit, in platform.namespaces too",
  }));

const prioritiesFollowRanks: Rule = (config) =>
  tiers(config).flatMap((tier, index, all): Issue[] => {
    const above = all[index - 1];
    if (above === undefined || tier.priority < above.priority) return [];
    return [
      {
        path: `platform.tiers.${tier.name}.priority`,
        problem: `not below that of ${above.name}, a tier above it`,
        got: String(tier.priority),
        allowed: `must be less than ${above.priority}`,
        remedy: "lower it, or give the tier a higher rank by its first digit",
      },
    ];
  });

/** The API server refuses a LimitRange whose default asks for more than its limit, or that limits to more than its maximum. */
const containersAreInOrder: Rule = (config) =>
  tiers(config).flatMap(({ name, container }): Issue[] => {
    const { memoryMiB, memoryLimitMiB, maxMemoryMiB } = container;
    const path = `platform.tiers.${name}.container`;
    const limit = atLeast(`${path}.memoryLimitMiB`, "container.memoryMiB", memoryLimitMiB, memoryMiB);
    return [...limit, ...atLeast(`${path}.maxMemoryMiB`, "the default limit", maxMemoryMiB, memoryLimitMiB)];
  });

/** Without it not one pod that says nothing of itself would be let in. */
const quotasHoldAContainer: Rule = (config) =>
  tiers(config).flatMap(({ name, quota, container }): Issue[] => {
    const path = `platform.tiers.${name}.quota`;
    return [
      ...atLeast(`${path}.cpuMillis`, "container.cpuMillis", quota.cpuMillis, container.cpuMillis),
      ...atLeast(`${path}.memoryMiB`, "container.memoryMiB", quota.memoryMiB, container.memoryMiB),
      ...atLeast(`${path}.memoryLimitMiB`, "the default limit", quota.memoryLimitMiB, container.memoryLimitMiB),
    ];
  });

/** A container's limit is never below what it asks for: with a smaller sum of limits nobody could ask for the rest. */
const quotasCanBeFilled: Rule = (config) =>
  tiers(config).flatMap(({ name, quota }): Issue[] =>
    atLeast(
      `platform.tiers.${name}.quota.memoryLimitMiB`,
      "quota.memoryMiB, so that it can never be asked for in full",
      quota.memoryLimitMiB,
      quota.memoryMiB,
    ),
  );

function atLeast(path: string, than: string, got: number, least: number): Issue[] {
  if (got >= least) return [];
  const problem = `less than ${than}`;
  return [{ path, problem, got: String(got), allowed: `must be ${least} or more`, remedy: "raise it, or lower that" }];
}

const tiers = ({ platform }: StackConfig): TierPlan[] => (platform === undefined ? [] : tiersOf(platform));

export const tierRules: readonly Rule[] = [
  namespacesHaveAKnownTier,
  namespacesAreNotKubernetesOwn,
  ranksAreTakenOnce,
  prioritiesFollowRanks,
  containersAreInOrder,
  quotasHoldAContainer,
  quotasCanBeFilled,
];
