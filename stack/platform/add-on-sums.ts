import type { StackPlan } from "../../distributions/distribution";
import type { NodePlan } from "../../model/cluster-plan";
import type { AddOnPlan } from "../../model/platform/add-on-plan";
import {
  type ContainerFacts,
  type Toleration,
  type WorkloadFacts,
  workloadsWith,
} from "../../model/platform/chart-facts";
import type { TierPlan } from "../../model/platform/platform-plan";
import { factsOf } from "./plan-add-ons";

/** What pods ask for together, as quotas count it. */
export interface Asked {
  readonly cpuMillis: number;
  readonly memoryMiB: number;
  readonly memoryLimitMiB: number;
  readonly pods: number;
}

/** A container as the API server lets it in: with its tier's defaults where it says nothing. */
export interface Admitted {
  readonly workload: string;
  readonly container: string;
  readonly cpuMillis: number;
  readonly memoryMiB: number;
  readonly memoryLimitMiB: number;
}

/** Everything that an add-on runs for good; undefined of a chart of which nothing is known. */
export function workloadsOf(addOn: AddOnPlan): readonly WorkloadFacts[] | undefined {
  const facts = factsOf(addOn);
  return facts && workloadsWith(facts, addOn.values).filter(({ kind }) => kind !== "Job");
}

/** Each container of an add-on in a namespace of this tier. */
export function admittedContainers(addOn: AddOnPlan, { container: defaults }: TierPlan): Admitted[] {
  return (workloadsOf(addOn) ?? []).flatMap(({ name, containers }) =>
    containers.map((container) => ({ workload: name, container: container.name, ...admitted(container, defaults) })),
  );
}

/** A limit without a request is a request too (Kubernetes: resource defaulting). */
function admitted(container: ContainerFacts, defaults: TierPlan["container"]) {
  const { memoryLimitMiB = defaults.memoryLimitMiB } = container;
  const { memoryMiB = container.memoryLimitMiB ?? defaults.memoryMiB, cpuMillis = defaults.cpuMillis } = container;
  return { cpuMillis, memoryMiB, memoryLimitMiB };
}

/** What an add-on asks for in all: as many pods of each workload as there are copies, or nodes that take it. */
export function askedBy(addOn: AddOnPlan, tier: TierPlan, { nodes }: Pick<StackPlan, "nodes">): Asked {
  const each = (workloadsOf(addOn) ?? []).map((workload) => {
    const pods = podsOf(workload, nodes);
    const { cpuMillis, memoryMiB, memoryLimitMiB } = onePod(workload, tier);
    return {
      pods,
      cpuMillis: pods * cpuMillis,
      memoryMiB: pods * memoryMiB,
      memoryLimitMiB: pods * memoryLimitMiB,
    };
  });
  return sumOf(each);
}

/** What one of its pods asks for. */
export function onePod({ containers }: WorkloadFacts, tier: TierPlan): Asked {
  return sumOf(containers.map((container, index) => ({ ...admitted(container, tier.container), pods: index ? 0 : 1 })));
}

export const sumOf = (all: readonly Asked[]): Asked =>
  all.reduce(
    (sum, one) => ({
      cpuMillis: sum.cpuMillis + one.cpuMillis,
      memoryMiB: sum.memoryMiB + one.memoryMiB,
      memoryLimitMiB: sum.memoryLimitMiB + one.memoryLimitMiB,
      pods: sum.pods + one.pods,
    }),
    { cpuMillis: 0, memoryMiB: 0, memoryLimitMiB: 0, pods: 0 },
  );

function podsOf(workload: WorkloadFacts, nodes: readonly NodePlan[]): number {
  const { kind, replicas = 1 } = workload;
  return kind === "DaemonSet" ? nodes.filter((node) => takesPodsOf(node, workload)).length : replicas;
}

/** Whether pods of a workload may run on a node. */
export function takesPodsOf({ taints, labels }: NodePlan, { tolerations = [], nodeSelector = {} }: WorkloadFacts) {
  const isMeant = Object.entries(nodeSelector).every(([key, value]) => labels[key] === value);
  return isMeant && takes(taints, tolerations);
}

const takes = (taints: NodePlan["taints"], tolerations: readonly Toleration[]): boolean =>
  taints.every((taint) => taint.effect === "PreferNoSchedule" || tolerations.some((one) => tolerates(one, taint)));

function tolerates({ key, operator = "Equal", value = "", effect }: Toleration, taint: NodePlan["taints"][number]) {
  const sameKey = key === undefined ? operator === "Exists" : key === taint.key;
  return sameKey && (effect ?? taint.effect) === taint.effect && (operator === "Exists" || value === taint.value);
}
