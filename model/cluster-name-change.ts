import type { ClusterPlan } from "./cluster-plan";
import { type Issue, showValue } from "./errors";

/**
 * The name is in every resource's place in state, in the marks on the host and in the names of its documents: under
 * another one the program would take the living cluster down and build a stranger in its place. For stacks whose last run
 * did not say yet what it applied; later ones are judged by the table of edits.
 */
export function clusterNameIssues(living: string | undefined, { cluster }: Pick<ClusterPlan, "cluster">): Issue[] {
  if (living === undefined || living === cluster.name) return [];
  return [
    {
      path: "cluster.name",
      problem: "cannot change while the cluster lives",
      got: showValue(cluster.name),
      allowed: `must be ${showValue(living)}`,
      remedy: "put it back, or build a cluster of the new name as a stack of its own and move the work there",
    },
  ];
}
