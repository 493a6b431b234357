import { cpuQuantity, memoryQuantity } from "./quantity";
import type { NamespacePlan, TierPlan } from "./platform-plan";

/** Names of the objects in a tier's namespaces; the same in every namespace, so that their origin is clear. */
export const LIMIT_RANGE_NAME = "tier-defaults";
export const RESOURCE_QUOTA_NAME = "tier-quota";
/** The label with a namespace's tier. */
export const TIER_LABEL = "tier";

/** The PriorityClass of a tier; never the global default, as pods without a tier are not ours. */
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

/** With its tier as a label, for policies and people, and its Pod Security level. */
export function namespaceObject({ name, tier, podSecurity }: NamespacePlan) {
  const labels = { [TIER_LABEL]: tier.name, "pod-security.kubernetes.io/enforce": podSecurity };
  return { metadata: { name, labels } };
}

/**
 * A container's default requests, and its maximum memory. CPU has requests but never limits: a limit would throttle
 * containers while CPUs are idle, and a maximum without a default would become one (docs/decisions/0100).
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

/** What all pods of the namespace may request in total. `limits.cpu` in it would require a CPU limit on each. */
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
