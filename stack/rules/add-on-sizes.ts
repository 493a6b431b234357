import type { StackConfig } from "../../distributions/distribution";
import type { Issue } from "../../model/errors";
import type { NamespacePlan, PlatformPlan } from "../../model/platform/platform-plan";
import { cpuQuantity, memoryQuantity } from "../../model/platform/quantity";
import { admittedContainers, type Asked, askedBy, sumOf } from "../platform/add-on-sums";
import { plannedPlatform } from "./planned-platform";
import type { Rule } from "./rule";

/** The API server refuses a pod whose container asks for more than its limit, or is limited to more than the maximum. */
const containersPassTheirLimits: Rule = (config) =>
  everyNamespace(config).flatMap(({ platform, namespace }) =>
    inNamespace(platform, namespace).flatMap((addOn) =>
      admittedContainers(addOn, namespace.tier).flatMap((container): Issue[] => {
        const { memoryMiB, memoryLimitMiB } = container;
        const most = namespace.tier.container.maxMemoryMiB;
        const where = `${container.workload}, container ${container.container}`;
        if (memoryLimitMiB > most) return [refused(addOn.name, namespace, where, memoryLimitMiB, most, "maximum")];
        if (memoryMiB <= memoryLimitMiB) return [];
        return [refused(addOn.name, namespace, where, memoryMiB, memoryLimitMiB, "limit")];
      }),
    ),
  );

function refused(name: string, { tier }: NamespacePlan, where: string, got: number, most: number, what: string): Issue {
  return {
    path: `platform.addons.${name}`,
    problem: `${where}: more memory than its ${what} in tier ${tier.name}, so that its pods are refused`,
    got: memoryQuantity(got),
    allowed: `must be ${memoryQuantity(most)} or less`,
    remedy: "set its resources in values, or choose another tier",
  };
}

/** Pods beyond a quota are never made, and `up` would wait for them in vain. */
const quotasHoldTheAddOns: Rule = (config) =>
  everyNamespace(config).flatMap(({ platform, namespace, nodes }) => {
    const addOns = inNamespace(platform, namespace);
    const asked = sumOf(addOns.map((addOn) => askedBy(addOn, namespace.tier, { nodes })));
    return beyond(asked, namespace).map(({ what, got, most, key }) => ({
      path: `platform.addons.${addOns.map(({ name }) => name).join(", ")}`,
      problem: `asks for more ${what} than a namespace of tier ${namespace.tier.name} may`,
      got,
      allowed: `must be ${most} or less (quota.${key})`,
      remedy: "raise the quota, lower the add-on's sizes or copies in values, or choose another tier",
    }));
  });

function beyond(asked: Asked, { tier: { quota } }: NamespacePlan) {
  const rows = [
    { key: "cpuMillis", what: "CPU", text: cpuQuantity },
    { key: "memoryMiB", what: "memory", text: memoryQuantity },
    { key: "memoryLimitMiB", what: "memory limits", text: memoryQuantity },
    { key: "pods", what: "pods", text: String },
  ] as const;
  return rows
    .filter(({ key }) => asked[key] > quota[key])
    .map(({ key, what, text }) => ({ key, what, got: text(asked[key]), most: text(quota[key]) }));
}

const inNamespace = ({ addOns }: PlatformPlan, { name }: NamespacePlan) =>
  addOns.filter(({ namespace }) => namespace === name);

function everyNamespace(config: StackConfig) {
  const found = plannedPlatform(config);
  if (found === undefined) return [];
  const { platform, nodes } = found;
  const used = platform.namespaces.filter((namespace) => inNamespace(platform, namespace).length > 0);
  return used.map((namespace) => ({ platform, namespace, nodes }));
}

export const addOnSizeRules: readonly Rule[] = [containersPassTheirLimits, quotasHoldTheAddOns];
