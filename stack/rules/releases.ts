import { distributionOf } from "../../distributions/registry";
import type { AddOnRelease } from "../../model/add-on";
import type { Issue } from "../../model/errors";
import { minorOf, NEWEST_MINOR } from "../../model/kubernetes-releases";
import { compareVersions } from "../../model/version-change";
import type { Rule } from "./rule";

/** Kubernetes has three minors a year, and the table of them is compared more often. */
const MINORS_AHEAD = 2;

/** No minor of Kubernetes has had more patches (the longest, 1.22 and 1.23, had 17). */
const MOST_PATCHES = 20;

const kubernetesReleaseExists: Rule = ({ cluster }) => {
  const newest = NEWEST_MINOR + MINORS_AHEAD;
  return distributionOf(cluster)
    .releases(cluster)
    .flatMap(({ path, release }) => {
      if (minorOf(release) > newest) return [issue(path, "not released yet", release, `must be v1.${newest} or older`)];
      if (patchOf(release) <= MOST_PATCHES) return [];
      return [issue(path, "never released", release, `must be a patch of at most ${MOST_PATCHES}`)];
    });
};

const addOnReleasesFit: Rule = ({ cluster }) => distributionOf(cluster).addOns(cluster).flatMap(addOnIssues);

/** Where a distribution has releases of its own. */
const ownReleaseExists: Rule = ({ cluster }) =>
  distributionOf(cluster).kubernetesKey !== "version" && patchOf(cluster.version) > MOST_PATCHES
    ? [issue("cluster.version", "never released", cluster.version, `must be a patch of at most ${MOST_PATCHES}`)]
    : [];

/** Add-ons have three minors a year too, and what is tested is not always the newest. */
const ADD_ON_MINORS_AHEAD = 6;

/** Cilium 1.10 had twenty. */
const MOST_ADD_ON_PATCHES = 30;

function addOnIssues({ path, release, oldest, why, tested }: AddOnRelease): Issue[] {
  if (compareVersions(release, oldest) < 0)
    return [issue(path, `too old: ${why}`, release, `must be ${oldest} or newer`)];
  const last = `${tested.split(".")[0]}.${minorOf(tested) + ADD_ON_MINORS_AHEAD}`;
  if (compareVersions(release, `${last}.${MOST_ADD_ON_PATCHES}`) > 0)
    return [issue(path, "never released", release, `must be ${last} or older`)];
  if (patchOf(release) <= MOST_ADD_ON_PATCHES) return [];
  return [issue(path, "never released", release, `must be a patch of at most ${MOST_ADD_ON_PATCHES}`)];
}

const patchOf = (release: string) => Number(/^v\d+\.\d+\.(\d+)/.exec(release)?.[1]);

function issue(path: string, problem: string, got: string, allowed: string): Issue {
  return { path, problem, got: `"${got}"`, allowed, remedy: "choose a published release" };
}

export const releaseRules: readonly Rule[] = [kubernetesReleaseExists, ownReleaseExists, addOnReleasesFit];
