import type { SimulatedCluster } from "../cluster";
import type { Pod } from "../pods";

interface BudgetSpec {
  readonly minAvailable?: number;
  readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
}

/** What the eviction API answers (429) while a PodDisruptionBudget of the pod's namespace has no pod to spare. */
export const VIOLATION = "Cannot evict pod as it would violate the pod's disruption budget.";

/** Whether a PodDisruptionBudget lets the pod go now. Of budgets `minAvailable` counts, as a number. */
export function mayBeEvicted(cluster: SimulatedCluster, pod: Pod): boolean {
  const placed = cluster.pods.all([...cluster.nodes.values()]).filter(({ node }) => node !== undefined);
  const running = placed.filter(({ app, namespace }) => app === pod.app && namespace === pod.namespace).length;
  return cluster.manifests
    .list("PodDisruptionBudget")
    .filter(({ metadata }) => (metadata?.namespace ?? "default") === pod.namespace)
    .map(({ spec }) => spec as BudgetSpec)
    .filter(({ selector }) => selector?.matchLabels?.["app"] === pod.app)
    .every(({ minAvailable = 0 }) => running - 1 >= minAvailable);
}
