import type { Config } from "../config";
import { minorOf } from "../kubernetes-releases";
import { compareVersions } from "../version-change";
import type { Rule } from "./rule";

/** Minors a kubelet may be older than the API server (https://kubernetes.io/releases/version-skew-policy/). */
const KUBELET_SKEW = 3;

/**
 * The oldest minor the scripts were written for: before it kubeadm has no super-admin.conf, and pkgs.k8s.io little of it;
 * RKE2's etcd has no HTTP gateway of its own before v1.28.3+rke2r1 (k3s#8402).
 */
const OLDEST_MINOR = 29;

const controlPlanesAreNotTooOld: Rule = ({ cluster }) => {
  if (cluster.distribution === "talos" || minorOf(cluster.version) >= OLDEST_MINOR) return [];
  const allowed = `allowed is v1.${OLDEST_MINOR} or newer`;
  const remedy = "choose a release that still gets fixes";
  return [{ path: "cluster.version", problem: "release too old", got: `"${cluster.version}"`, allowed, remedy }];
};

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

export const versionRules: readonly Rule[] = [
  controlPlanesAreNotTooOld,
  agentsAreNotNewerThanServers,
  agentsAreNotTooOld,
];
