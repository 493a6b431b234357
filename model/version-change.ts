import type { Issue } from "./errors";

/**
 * A release as numbers: Kubernetes version, then the packager's revision (`+rke2r1`); release candidates count as their
 * release.
 */
type Release = readonly [major: number, minor: number, patch: number, revision: number];

/**
 * Whether a running cluster may change to another release. Kubernetes supports neither downgrades nor skipped minors
 * (https://kubernetes.io/releases/version-skew-policy/); nothing else is refused.
 */
export function versionChangeIssues(running: string, wanted: string, path = "cluster.version"): Issue[] {
  const from = parseRelease(running);
  const to = parseRelease(wanted);
  const next = `v1.${from[1] + 1}`;
  const issue = { path, got: `"${wanted}"` };
  if (compareReleases(to, from) < 0) {
    const allowed = `must be ${running} or newer`;
    return [{ ...issue, problem: `downgrade from ${running}`, allowed, remedy: "restore a snapshot to go back" }];
  }
  if (to[1] - from[1] <= 1) return [];
  const problem = `minor version skipped from ${running}`;
  return [{ ...issue, problem, allowed: `must be at most ${next}`, remedy: `upgrade to a release of ${next} first` }];
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
  const numbers = /^v(\d+)\.(\d+)\.(\d+)(?:-[\w.]+)?(?:\+[a-z]+\d[a-z]*(\d+))?$/.exec(version)?.slice(1);
  if (!numbers) throw new Error(`no release: ${version}`);
  const [major = 0, minor = 0, patch = 0, revision = 0] = numbers.map((part) => Number(part ?? 0));
  return [major, minor, patch, revision];
}
