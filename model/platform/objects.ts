import { cpuQuantity, memoryQuantity } from "./quantity";
import type { NamespacePlan, TierPlan } from "./platform-plan";

/** Names of what a namespace of a tier gets; the same in every namespace, so that their origin is clear. */
export const LIMIT_RANGE_NAME = "tier-defaults";
export const RESOURCE_QUOTA_NAME = "tier-quota";
/** Says on a namespace which tier it is of. */
export const TIER_LABEL = "tier";

/** The PriorityClass of a tier; never the default of pods that name none, for those of no tier are none of ours. */
export function priorityClass({ name, priority, preempts }: TierPlan) {
  return {
    metadata: { name: priorityClassName(name) },
    value: priority,
    globalDefault: false,
    preemptionPolicy: preempts ? "PreemptLowerPriority" : "Never",
    description: `Pods of namespaces of tier ${name}.`,
  };
}

export const priorityClassName = (tier: string): string => `tier-${tier}`;

/** With the tier as a label, for policies and for people, and the level of Pod Security that it enforces. */
export function namespaceObject({ name, tier, podSecurity }: NamespacePlan) {
  const labels = { [TIER_LABEL]: tier.name, "pod-security.kubernetes.io/enforce": podSecurity };
  return { metadata: { name, labels } };
}

/**
 * What a container asks for when it does not say, and the most memory it may have. CPU is asked for and never limited: a
 * limit would slow containers down while CPUs idle, and a maximum without a default would become one (docs/decisions/0100).
 */
export function limitRange({ name, tier: { container } }: NamespacePlan) {
  const { cpuMillis, memoryMiB, memoryLimitMiB, maxMemoryMiB } = container;
  return {
    metadata: { name: LIMIT_RANGE_NAME, namespace: name },
    spec: {
      limits: [
        {
          type: "Container",
          default: { memory: memoryQuantity(memoryLimitMiB) },
          defaultRequest: { cpu: cpuQuantity(cpuMillis), memory: memoryQuantity(memoryMiB) },
          max: { memory: memoryQuantity(maxMemoryMiB) },
        },
      ],
    },
  };
}

/** What all pods of the namespace may ask for together. `limits.cpu` in it would demand a CPU limit of each. */
export function resourceQuota({ name, tier: { quota, gpu } }: NamespacePlan) {
  return {
    metadata: { name: RESOURCE_QUOTA_NAME, namespace: name },
    spec: {
      hard: {
        "requests.cpu": cpuQuantity(quota.cpuMillis),
        "requests.memory": memoryQuantity(quota.memoryMiB),
        "limits.memory": memoryQuantity(quota.memoryLimitMiB),
        pods: String(quota.pods),
        ...(!gpu && { "requests.nvidia.com/gpu": "0" }),
      },
    },
  };
}
