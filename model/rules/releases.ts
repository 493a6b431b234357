import { OLDEST_CILIUM } from "../cilium-releases";
import type { Issue } from "../errors";
import { minorOf, NEWEST_MINOR } from "../kubernetes-releases";
import { compareVersions } from "../version-change";
import type { Rule } from "./rule";

/** Kubernetes has three minors a year, and the table of them is compared more often. */
const MINORS_AHEAD = 2;

/** No minor of Kubernetes has had more patches (the longest, 1.22 and 1.23, had 17). */
const MOST_PATCHES = 20;

const kubernetesReleaseExists: Rule = ({ cluster }) => {
  const path = cluster.distribution === "talos" ? "cluster.kubernetesVersion" : "cluster.version";
  const version = cluster.distribution === "talos" ? cluster.kubernetesVersion : cluster.version;
  const newest = NEWEST_MINOR + MINORS_AHEAD;
  const agents = cluster.distribution === "rke2" && cluster.agentVersion !== undefined ? [cluster.agentVersion] : [];
  return [[path, version] as const, ...agents.map((agent) => ["cluster.agentVersion", agent] as const)].flatMap(
    ([at, release]) => {
      if (minorOf(release) > newest)
        return [issue(at, "not released yet", release, `allowed is v1.${newest} or older`)];
      if (patchOf(release) <= MOST_PATCHES) return [];
      return [issue(at, "never released", release, `allowed is a patch of at most ${MOST_PATCHES}`)];
    },
  );
};

/** Each is known by its first number, and the oldest that does what is asked of it. */
const addOnReleasesFit: Rule = ({ cluster }) => {
  if (cluster.distribution !== "talos") return [];
  return [
    tooOld("cluster.ciliumVersion", cluster.ciliumVersion, OLDEST_CILIUM, "none older was tested with Kubernetes 1.31"),
    tooOld(
      "cluster.ciliumCliVersion",
      cluster.ciliumCliVersion,
      "v0.16.0",
      "only since then it installs with Helm alone",
    ),
    tooOld(
      "cluster.gatewayApiVersion",
      cluster.gatewayApiVersion,
      "v1.1.0",
      "Cilium needs GRPCRoute v1, which came with it",
    ),
    tooNew("cluster.ciliumVersion", cluster.ciliumVersion, 1),
    tooNew("cluster.ciliumCliVersion", cluster.ciliumCliVersion, 0),
    tooNew("cluster.gatewayApiVersion", cluster.gatewayApiVersion, 1),
  ].flat();
};

const kubeVipReleaseExists: Rule = ({ cluster }) =>
  cluster.distribution === "talos" ? [] : tooNew("cluster.kubeVipVersion", cluster.kubeVipVersion, 1);

function tooOld(path: string, release: string, oldest: string, why: string): Issue[] {
  return compareVersions(release, oldest) >= 0
    ? []
    : [issue(path, `too old: ${why}`, release, `allowed is ${oldest} or newer`)];
}

function tooNew(path: string, release: string, newestMajor: number): Issue[] {
  const major = Number(/^v(\d+)/.exec(release)?.[1]);
  return major <= newestMajor
    ? []
    : [issue(path, "never released", release, `allowed is a release of v${newestMajor}`)];
}

const patchOf = (release: string) => Number(/^v\d+\.\d+\.(\d+)/.exec(release)?.[1]);

function issue(path: string, problem: string, got: string, allowed: string): Issue {
  return { path, problem, got: `"${got}"`, allowed, remedy: "choose a release its makers publish" };
}

export const releaseRules: readonly Rule[] = [kubernetesReleaseExists, addOnReleasesFit, kubeVipReleaseExists];
