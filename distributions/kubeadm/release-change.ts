import type { Issue } from "../../model/errors";
import { type RunningCluster, thenSay } from "../../model/running";
import type { KubeadmPlan } from "./plan";

/** Nodes are upgraded by hand: another release is refused until the upgrade is declared as done. */
export function releaseIssues(
  { version }: RunningCluster,
  { stack, cluster }: KubeadmPlan,
  upgraded?: string,
): Issue[] {
  const wanted = cluster.version;
  if (version === undefined || version === wanted || upgraded === wanted) return [];
  return [
    {
      path: "cluster.version",
      problem: "the program does not upgrade kubeadm nodes",
      got: `"${wanted}"`,
      allowed: `must be ${version}, which they run`,
      remedy: `upgrade every node with kubeadm, by hand, ${thenSay(stack, wanted)}`,
    },
  ];
}
