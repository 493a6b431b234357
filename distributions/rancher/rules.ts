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

/** Each release has its own checksum, so that the agents' would be refused on every worker. */
function oneSumIsOfOneRelease({ cluster: { version, agentVersion, artifactSha256 } }: RancherConfig): Issue[] {
  if (artifactSha256 === undefined || agentVersion === undefined || agentVersion === version) return [];
  return [
    {
      path: "cluster.artifactSha256",
      problem: "one checksum for two releases",
      got: `${version} and ${agentVersion}`,
      allowed: "must be left out while agents run another release",
      remedy: "remove it: each release is checked against its own checksum file",
    },
  ];
}

/** Rules for clusters whose agents have their own release. */
export const agentRules: readonly ((config: RancherConfig) => Issue[])[] = [
  agentsAreNotNewerThanServers,
  agentsAreNotTooOld,
  oneSumIsOfOneRelease,
];
