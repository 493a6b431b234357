import type { Issue } from "./errors";

/** A release as numbers: Kubernetes version, then RKE2's revision of it. */
type Release = readonly [major: number, minor: number, patch: number, revision: number];

/**
 * Whether a running cluster may go to another release. Kubernetes supports neither downgrades nor skipped minors
 * (https://kubernetes.io/releases/version-skew-policy/); nothing else is refused.
 */
export function versionChangeIssues(running: string, wanted: string): Issue[] {
  const from = parseRelease(running);
  const to = parseRelease(wanted);
  if (compareReleases(to, from) < 0)
    return [refused("downgrade", running, wanted, `allowed is ${running} or newer; restore a snapshot to go back`)];
  if (to[1] - from[1] > 1) {
    const next = `v1.${from[1] + 1}`;
    return [
      refused(
        "minor version skipped",
        running,
        wanted,
        `allowed is at most ${next}; upgrade to a release of ${next} first`,
      ),
    ];
  }
  return [];
}

/** Below zero when `a` is older than `b`. */
export function compareVersions(a: string, b: string): number {
  return compareReleases(parseRelease(a), parseRelease(b));
}

function compareReleases(a: Release, b: Release): number {
  const differences = a.map((part, index) => part - (b[index] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}

function parseRelease(version: string): Release {
  const numbers = /^v(\d+)\.(\d+)\.(\d+)(?:\+rke2r(\d+))?$/.exec(version)?.slice(1);
  if (!numbers) throw new Error(`no release: ${version}`);
  const [major = 0, minor = 0, patch = 0, revision = 0] = numbers.map((part) => Number(part ?? 0));
  return [major, minor, patch, revision];
}

function refused(problem: string, running: string, wanted: string, advice: string): Issue {
  const [allowed = "", remedy = ""] = advice.split("; ");
  return { path: "cluster.version", problem: `${problem} from ${running}`, got: `"${wanted}"`, allowed, remedy };
}
