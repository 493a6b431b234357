import type { StackPlan } from "../../distributions/distribution";
import type { PlatformPlan, TierPlan } from "../../model/platform/platform-plan";
import { guaranteedMiB, totalMiB } from "../platform/platform-warnings";
import { cpuQuantity, memoryQuantity } from "../../model/platform/quantity";
import { schedulableNodes } from "../platform/schedulable";
import { askedBy } from "../platform/add-on-sums";
import { factsOf } from "../platform/plan-add-ons";
import { formatMiB } from "../../model/sizes";
import { type Column, textTable } from "../../model/render/text-table";

const COLUMNS: readonly Column[] = [
  { heading: "tier" },
  { heading: "priority", align: "right" },
  { heading: "preempts" },
  { heading: "memory" },
  { heading: "a container asks for" },
  { heading: "at most", align: "right" },
  { heading: "a namespace may ask for" },
  { heading: "pods", align: "right" },
  { heading: "namespaces" },
];

/** The tiers, who is in which, and what guaranteed memory leaves of the nodes. */
export function tierLines(plan: StackPlan): string[] {
  const { platform } = plan;
  if (platform === undefined) return [];
  return [
    ...textTable(
      COLUMNS,
      platform.tiers.map((tier) => row(tier, platform)),
    ),
    leftOver(plan, platform),
  ];
}

function row(tier: TierPlan, { namespaces }: PlatformPlan): string[] {
  const { name, priority, preempts, guaranteed, container, quota } = tier;
  const asked = `${cpuQuantity(container.cpuMillis)} CPU, ${memoryQuantity(container.memoryMiB)}`;
  const limit = guaranteed ? "" : ` to ${memoryQuantity(container.memoryLimitMiB)}`;
  const mine = namespaces.filter((namespace) => namespace.tier === tier);
  return [
    name,
    String(priority),
    preempts ? "yes" : "never",
    guaranteed ? "guaranteed" : "burstable",
    `${asked}${limit}`,
    memoryQuantity(container.maxMemoryMiB),
    `${cpuQuantity(quota.cpuMillis)} CPU, ${memoryQuantity(quota.memoryMiB)} to ${memoryQuantity(quota.memoryLimitMiB)}`,
    String(quota.pods),
    mine.map((namespace) => namespace.name).join(" "),
  ];
}

function leftOver(plan: StackPlan, platform: PlatformPlan): string {
  const nodes = schedulableNodes(plan);
  const [promised, there] = [guaranteedMiB(platform), totalMiB(nodes)];
  const left = promised > there ? "none left" : `${formatMiB(there - promised)} left`;
  const count = `${nodes.length} node${nodes.length === 1 ? "" : "s"}`;
  return `guaranteed memory: ${formatMiB(promised)} of ${formatMiB(there)} that pods find on ${count}, ${left}`;
}

const ADD_ON_COLUMNS: readonly Column[] = [
  { heading: "add-on" },
  { heading: "chart" },
  { heading: "namespace" },
  { heading: "tier" },
  { heading: "pods", align: "right" },
  { heading: "asks for" },
  { heading: "after" },
];

/** What is installed, in which release, and what it asks for with its tier's defaults. */
export function addOnLines(plan: StackPlan): string[] {
  const { addOns = [], tiers = [] } = plan.platform ?? {};
  if (addOns.length === 0) return [];
  const rows = addOns.map((addOn) => {
    const tier = tiers.find(({ name }) => name === addOn.tier);
    const known = tier !== undefined && factsOf(addOn) !== undefined;
    const asked = known ? askedBy(addOn, tier, plan) : undefined;
    const sizes = asked && `${cpuQuantity(asked.cpuMillis)} CPU, ${memoryQuantity(asked.memoryMiB)}`;
    const chart = `${addOn.chart} ${addOn.version}`;
    return [
      addOn.name,
      chart,
      addOn.namespace,
      addOn.tier,
      String(asked?.pods ?? "?"),
      sizes ?? "not known",
      addOn.after.join(" "),
    ];
  });
  return textTable(ADD_ON_COLUMNS, rows);
}
