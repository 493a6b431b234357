import { isDeepStrictEqual } from "node:util";
import type { StackPlan } from "../../distributions/distribution";
import { vendorOf } from "../../model/gpu-vendor";
import { formatMiB } from "../../model/sizes";
import { DEFAULT_TIERS } from "../../model/platform/default-tiers";
import { tiersOf, type PlatformPlan, type TierPlan } from "../../model/platform/platform-plan";
import { schedulableNodes, type Schedulable } from "./schedulable";
import { platformSchema } from "../../model/schema/platform";

/** What of a platform is allowed but worth a second look; one sentence each. */
export function platformWarnings(plan: Pick<StackPlan, "nodes" | "cluster" | "gpus">, platform: PlatformPlan) {
  const nodes = schedulableNodes(plan);
  const used = platform.tiers.filter((tier) => platform.namespaces.some((namespace) => namespace.tier === tier));
  return [
    ...guaranteedBeyondNodes(platform, nodes),
    ...used.flatMap((tier) => maximumBeyondNodes(tier, nodes)),
    ...used.filter(({ gpu }) => gpu).flatMap((tier) => withoutGpu(tier, platform, plan)),
    ...platform.tiers.filter((tier) => !isDefault(tier)).flatMap(neverFilled),
  ];
}

/** Memory that namespaces of guaranteed tiers may ask for together. */
export const guaranteedMiB = ({ namespaces }: Pick<PlatformPlan, "namespaces">): number =>
  namespaces.reduce((sum, { tier }) => sum + (tier.guaranteed ? tier.quota.memoryMiB : 0), 0);

export const totalMiB = (nodes: readonly Schedulable[]): number => nodes.reduce((sum, node) => sum + node.memoryMiB, 0);

function guaranteedBeyondNodes(platform: PlatformPlan, nodes: readonly Schedulable[]): string[] {
  const [promised, there] = [guaranteedMiB(platform), totalMiB(nodes)];
  if (promised <= there) return [];
  return [
    `namespaces of guaranteed tiers may ask for ${formatMiB(promised)} of memory, and nodes have ${formatMiB(there)} ` +
      "for pods: once they ask for it, some stay Pending; lower quota.memoryMiB or add nodes",
  ];
}

function maximumBeyondNodes({ name, container }: TierPlan, nodes: readonly Schedulable[]): string[] {
  const largest = Math.max(0, ...nodes.map(({ memoryMiB }) => memoryMiB));
  if (container.maxMemoryMiB <= largest) return [];
  return [
    `platform.tiers.${name}.container.maxMemoryMiB lets a container ask for ${formatMiB(container.maxMemoryMiB)}, and the ` +
      `largest node has ${formatMiB(largest)} for pods: one that does stays Pending for good`,
  ];
}

function withoutGpu(tier: TierPlan, { namespaces }: PlatformPlan, { gpus }: Pick<StackPlan, "gpus">): string[] {
  if (gpus.some((gpu) => vendorOf(gpu) === "nvidia")) return [];
  const names = namespaces.filter((namespace) => namespace.tier === tier).map(({ name }) => name);
  return [`tier ${tier.name} of ${names.join(", ")} is for NVIDIA GPUs, and no node holds one (gpus)`];
}

/** Pods that say nothing of themselves reach the number of pods before the sum. */
function neverFilled({ name, container, quota }: TierPlan): string[] {
  const all = { cpuMillis: quota.pods * container.cpuMillis, memoryMiB: quota.pods * container.memoryMiB };
  return (["cpuMillis", "memoryMiB"] as const)
    .filter((key) => all[key] < quota[key])
    .map(
      (key) =>
        `platform.tiers.${name}.quota.${key} is ${quota[key]}, and ${quota.pods} pods of one container that says nothing ask ` +
        `for ${all[key]}: only pods that ask for more can fill it`,
    );
}

const defaultTiers = tiersOf(platformSchema.parse({ tiers: DEFAULT_TIERS }));
const isDefault = (tier: TierPlan): boolean => defaultTiers.some((other) => isDeepStrictEqual(other, tier));
