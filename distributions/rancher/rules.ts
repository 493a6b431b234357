import type { Issue } from "../../model/errors";
import { minorOf } from "../../model/kubernetes-releases";
import { compareVersions } from "../../model/version-change";
import type { RancherConfig } from "./program";

/** Minors a kubelet may be older than the API server (https://kubernetes.io/releases/version-skew-policy/). */
const KUBELET_SKEW = 3;

function agentsAreNotNewerThanServers({ cluster: { version, agentVersion } }: RancherConfig): Issue[] {
  if (agentVersion === undefined || compareVersions(agentVersion, version) <= 0) return [];
  const allowed = `must be ${version} or older`;
  return [
    {
      path: "cluster.agentVersion",
      problem: "kubelet newer than the API server",
      got: `"${agentVersion}"`,
      allowed,
      remedy: "upgrade cluster.version first",
    },
  ];
}

function agentsAreNotTooOld({ cluster: { version, agentVersion } }: RancherConfig): Issue[] {
  if (agentVersion === undefined || minorOf(version) - minorOf(agentVersion) <= KUBELET_SKEW) return [];
  const allowed = `must be v1.${minorOf(version) - KUBELET_SKEW} or newer`;
  return [
    {
      path: "cluster.agentVersion",
      problem: "kubelet too old for the API server",
      got: `"${agentVersion}"`,
      allowed,
      remedy: "upgrade the agents",
    },
  ];
}

/** Which releases agents may have beside their servers. */
export const agentRules: readonly ((config: RancherConfig) => Issue[])[] = [
  agentsAreNotNewerThanServers,
  agentsAreNotTooOld,
];
