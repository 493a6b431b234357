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

/** An add-on's releases: the oldest that does what is asked of it, and the newest minor that was known when this was written. */
interface AddOn {
  readonly oldest: string;
  readonly why: string;
  readonly newest: readonly [major: number, minor: number];
}

const CILIUM: AddOn = { oldest: OLDEST_CILIUM, why: "none older was tested with Kubernetes 1.31", newest: [1, 20] };

/** cilium-cli's README: at v0.15.22 the mode without Helm goes after v0.15, at v0.16.0 "Cilium 1.15 and newer". */
const CILIUM_CLI: AddOn = {
  oldest: "v0.16.0",
  why: "only since then it installs with Helm alone, and Cilium 1.15 and newer whole",
  newest: [0, 19],
};

/** Cilium's operator/pkg/gateway-api/cell.go, v1.17.0 to v1.19.5: without one of requiredGVKs it serves no Gateway. */
const GATEWAY_API: AddOn = {
  oldest: "v1.1.0",
  why: "Cilium needs GRPCRoute v1, which came with it",
  newest: [1, 5],
};

/** kube-vip's pkg/kubevip/config_envvar.go: vip_nodename is read since v0.8.0, everything else that it is told for longer. */
const KUBE_VIP: AddOn = { oldest: "v0.8.0", why: "only since then it is told its node's name", newest: [1, 2] };

const addOnReleasesFit: Rule = ({ cluster }) =>
  cluster.distribution === "talos"
    ? [
        ...addOnIssues("cluster.ciliumVersion", cluster.ciliumVersion, CILIUM),
        ...addOnIssues("cluster.ciliumCliVersion", cluster.ciliumCliVersion, CILIUM_CLI),
        ...addOnIssues("cluster.gatewayApiVersion", cluster.gatewayApiVersion, GATEWAY_API),
      ]
    : addOnIssues("cluster.kubeVipVersion", cluster.kubeVipVersion, KUBE_VIP);

/** Of Talos' minors those that are known here have their own rule. */
const talosReleaseExists: Rule = ({ cluster }) =>
  cluster.distribution === "talos" && patchOf(cluster.version) > MOST_PATCHES
    ? [issue("cluster.version", "never released", cluster.version, `allowed is a patch of at most ${MOST_PATCHES}`)]
    : [];

/** Add-ons have three minors a year too, and stack files live longer than this table. */
const ADD_ON_MINORS_AHEAD = 4;

/** Cilium 1.10 had twenty. */
const MOST_ADD_ON_PATCHES = 30;

function addOnIssues(path: string, release: string, { oldest, why, newest: [major, minor] }: AddOn): Issue[] {
  if (compareVersions(release, oldest) < 0)
    return [issue(path, `too old: ${why}`, release, `allowed is ${oldest} or newer`)];
  const last = `v${major}.${minor + ADD_ON_MINORS_AHEAD}`;
  if (compareVersions(release, `${last}.${MOST_ADD_ON_PATCHES}`) > 0)
    return [issue(path, "never released", release, `allowed is ${last} or older`)];
  if (patchOf(release) <= MOST_ADD_ON_PATCHES) return [];
  return [issue(path, "never released", release, `allowed is a patch of at most ${MOST_ADD_ON_PATCHES}`)];
}

const patchOf = (release: string) => Number(/^v\d+\.\d+\.(\d+)/.exec(release)?.[1]);

function issue(path: string, problem: string, got: string, allowed: string): Issue {
  return { path, problem, got: `"${got}"`, allowed, remedy: "choose a release its makers publish" };
}

export const releaseRules: readonly Rule[] = [kubernetesReleaseExists, talosReleaseExists, addOnReleasesFit];
