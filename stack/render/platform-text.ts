import type { StackPlan } from "../../distributions/distribution";
import type { PlatformPlan, TierPlan } from "../../model/platform/platform-plan";
import { guaranteedMiB, totalMiB } from "../platform/platform-warnings";
import { cpuQuantity, memoryQuantity } from "../../model/platform/quantity";
import { schedulableNodes } from "../platform/schedulable";
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
