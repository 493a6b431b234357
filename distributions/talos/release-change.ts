import type { Issue } from "../../model/errors";
import { minorOf } from "../../model/kubernetes-releases";
import { type RunningCluster, thenSay } from "../../model/running";
import type { TalosPlan } from "./plan";

/** A node's kubelet gets its release with the machine configuration, and may talk to any API server, even an older one. */
export function releaseIssues({ kubernetesVersion }: RunningCluster, plan: TalosPlan, upgraded?: string): Issue[] {
  const wanted = plan.cluster.kubernetesVersion;
  if (kubernetesVersion === undefined || minorOf(wanted) === minorOf(kubernetesVersion) || upgraded === wanted)
    return [];
  return [
    {
      path: "cluster.kubernetesVersion",
      problem: "another minor version is not rolled out: kubelets would run it before the last API server",
      got: `"${wanted}"`,
      allowed: `must be releases of v1.${minorOf(kubernetesVersion)}`,
      remedy: `talosctl upgrade-k8s --to ${wanted.slice(1)}, ${thenSay(plan.stack, wanted)}`,
    },
  ];
}

/** A new release of Talos affects only newly created machines. */
export function releaseNotices({ version, nodes }: RunningCluster, { cluster }: TalosPlan): string[] {
  if (version === undefined || version === cluster.version || nodes.length === 0) return [];
  return [
    `cluster.version: Talos ${cluster.version} is what machines are made of from now on; it does not reach ${nodes.join(", ")} ` +
      "until the generation is raised, one node at a time",
  ];
}
