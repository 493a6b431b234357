import type { Config } from "../config";
import { minorOf } from "../kubernetes-releases";
import { compareVersions } from "../version-change";
import type { Rule } from "./rule";

/** Minors a kubelet may be older than the API server (https://kubernetes.io/releases/version-skew-policy/). */
const KUBELET_SKEW = 3;

const agentsAreNotNewerThanServers: Rule = ({ cluster }) => {
  const { version, agentVersion } = rke2Versions(cluster);
  if (agentVersion === undefined || compareVersions(agentVersion, version) <= 0) return [];
  const allowed = `allowed is ${version} or older`;
  return [
    {
      path: "cluster.agentVersion",
      problem: "kubelet newer than the API server",
      got: `"${agentVersion}"`,
      allowed,
      remedy: "upgrade cluster.version first",
    },
  ];
};

const agentsAreNotTooOld: Rule = ({ cluster }) => {
  const { version, agentVersion } = rke2Versions(cluster);
  if (agentVersion === undefined || minorOf(version) - minorOf(agentVersion) <= KUBELET_SKEW) return [];
  const allowed = `allowed is v1.${minorOf(version) - KUBELET_SKEW} or newer`;
  return [
    {
      path: "cluster.agentVersion",
      problem: "kubelet too old for the API server",
      got: `"${agentVersion}"`,
      allowed,
      remedy: "upgrade the agents",
    },
  ];
};

/** Only RKE2 has releases of servers and agents apart. */
function rke2Versions(cluster: Config["cluster"]): { version: string; agentVersion?: string | undefined } {
  return cluster.distribution === "rke2" ? cluster : { version: cluster.version };
}

export const versionRules: readonly Rule[] = [agentsAreNotNewerThanServers, agentsAreNotTooOld];
