import type { StackPlan } from "../../distributions/distribution";
import type { Issue } from "../../model/errors";
import type { WorkloadFacts } from "../../model/platform/chart-facts";
import type { PlatformPlan, TierPlan } from "../../model/platform/platform-plan";
import { cpuQuantity, memoryQuantity } from "../../model/platform/quantity";
import { onePod, sumOf, takesPodsOf, workloadsOf } from "../platform/add-on-sums";
import { schedulableNodes, type Schedulable } from "../platform/schedulable";
import { plannedPlatform } from "./planned-platform";
import type { Rule } from "./rule";

interface Wanted {
  readonly addOn: string;
  readonly workload: WorkloadFacts;
  readonly tier: TierPlan;
}

const SIZES = [
  { key: "cpuMillis", what: "CPU", text: cpuQuantity },
  { key: "memoryMiB", what: "memory", text: memoryQuantity },
] as const;

/** Such a pod stays Pending for good, however empty the cluster is. */
const everyPodFitsANode: Rule = (config) => {
  const found = plannedPlatform(config);
  if (found === undefined) return [];
  const all = wantedBy(found.platform);
  const left = leftByDaemons(found, all);
  return scheduled(all).flatMap(({ addOn, workload, tier }) => {
    const pod = onePod(workload, tier);
    if (left.some((node) => SIZES.every(({ key }) => pod[key] <= node[key]))) return [];
    const { key, what, text } = SIZES.find((size) => left.every((node) => pod[size.key] > node[size.key])) ?? SIZES[1];
    return [
      issue(addOn, {
        problem: `a pod of ${workload.name} asks for more ${what} than any node has for it`,
        got: text(pod[key]),
        most: text(Math.max(0, ...left.map((node) => node[key]))),
      }),
    ];
  });
};

/** Some of them would stay Pending, and `up` would wait for them in vain. */
const nodesHoldTheAddOns: Rule = (config) => {
  const found = plannedPlatform(config);
  if (found === undefined) return [];
  const all = wantedBy(found.platform);
  const left = leftByDaemons(found, all);
  const asked = sumOf(
    scheduled(all).flatMap(({ workload, tier }) =>
      Array.from({ length: workload.replicas ?? 1 }, () => onePod(workload, tier)),
    ),
  );
  return SIZES.flatMap(({ key, what, text }): Issue[] => {
    const there = left.reduce((sum, node) => sum + node[key], 0);
    if (asked[key] <= there) return [];
    const names = [...new Set(all.map(({ addOn }) => addOn))].join(", ");
    return [
      issue(names, {
        problem: `together they ask for more ${what} than the nodes have for pods`,
        got: text(asked[key]),
        most: text(there),
      }),
    ];
  });
};

function issue(addOns: string, { problem, got, most }: { problem: string; got: string; most: string }): Issue {
  return {
    path: `platform.addons.${addOns}`,
    problem,
    got,
    allowed: `must be ${most} or less`,
    remedy: "set resources or fewer copies in values, or give the nodes more",
  };
}

function wantedBy({ addOns, tiers }: PlatformPlan): Wanted[] {
  return addOns.flatMap((addOn) => {
    const tier = tiers.find(({ name }) => name === addOn.tier);
    if (tier === undefined) return [];
    return (workloadsOf(addOn) ?? []).map((workload) => ({ addOn: addOn.name, workload, tier }));
  });
}

const scheduled = (all: readonly Wanted[]): Wanted[] => all.filter(({ workload }) => workload.kind !== "DaemonSet");

/** What nodes have for other pods once every DaemonSet's runs there. */
function leftByDaemons(plan: StackPlan, all: readonly Wanted[]): Schedulable[] {
  const daemons = all.filter(({ workload }) => workload.kind === "DaemonSet");
  return schedulableNodes(plan).map((node) => {
    const planned = plan.nodes.find(({ name }) => name === node.name);
    const here = daemons.filter(({ workload }) => planned !== undefined && takesPodsOf(planned, workload));
    const asked = sumOf(here.map(({ workload, tier }) => onePod(workload, tier)));
    return { ...node, cpuMillis: node.cpuMillis - asked.cpuMillis, memoryMiB: node.memoryMiB - asked.memoryMiB };
  });
}

export const addOnNodeRules: readonly Rule[] = [everyPodFitsANode, nodesHoldTheAddOns];
