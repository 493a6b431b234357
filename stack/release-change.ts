import { distributionOf } from "../distributions/registry";
import type { StackPlan } from "../distributions/distribution";
import type { Issue } from "../model/errors";
import type { RunningCluster } from "../model/running";
import { versionChangeIssues } from "../model/version-change";

/**
 * Whether what runs may be followed by the plan's releases: in an order that Kubernetes supports, by steps this program
 * takes whole (https://kubernetes.io/releases/version-skew-policy/). Everything else is refused before anything is touched.
 * `upgraded` is the release that somebody says to have brought every node to by other means.
 */
export function releaseChangeIssues(running: RunningCluster, plan: StackPlan, upgraded?: string): Issue[] {
  const { cluster } = plan;
  if (running.distribution !== undefined && running.distribution !== cluster.distribution)
    return [otherDistribution(running.distribution, cluster.distribution)];
  const impossible = [
    ...(running.version === undefined ? [] : versionChangeIssues(running.version, cluster.version)),
    ...(running.kubernetesVersion === undefined
      ? []
      : versionChangeIssues(running.kubernetesVersion, cluster.kubernetesVersion, "cluster.kubernetesVersion")),
  ];
  if (impossible.length > 0) return impossible;
  return distributionOf(cluster).releaseIssues(running, plan, upgraded);
}

/** What a change of release does not do, although one might expect it; one sentence each. */
export function releaseChangeNotices(running: RunningCluster, plan: StackPlan): string[] {
  return distributionOf(plan.cluster).releaseNotices(running, plan);
}

function otherDistribution(running: string, wanted: string): Issue {
  return {
    path: "cluster.distribution",
    problem: `the cluster runs ${running}`,
    got: `"${wanted}"`,
    allowed: `must be ${running}`,
    remedy: "a cluster cannot change its distribution; create another stack, or destroy this one first",
  };
}
