import { formatIssue } from "../../model/errors";
import { endOfLifeWarning } from "../../model/kubernetes-releases";
import { compareVersions, versionChangeIssues } from "../../model/version-change";

const messages = (running: string, wanted: string) => versionChangeIssues(running, wanted).map(formatIssue);

describe("a change of version", () => {
  it.each([
    ["v1.34.1+rke2r1", "v1.34.1+rke2r1"],
    ["v1.34.1+rke2r1", "v1.34.1+rke2r2"],
    ["v1.34.1+rke2r1", "v1.34.10+rke2r1"],
    ["v1.34.1+rke2r1", "v1.35.0+rke2r1"],
  ])("from %s to %s is allowed", (running, wanted) => {
    expect(messages(running, wanted)).toEqual([]);
  });

  it("fails for a downgrade, even of a patch or of RKE2's revision", () => {
    expect(messages("v1.34.10+rke2r1", "v1.34.9+rke2r1")).toEqual([
      'cluster.version: downgrade from v1.34.10+rke2r1, got "v1.34.9+rke2r1", must be v1.34.10+rke2r1 or newer; restore a snapshot to go back',
    ]);
    expect(messages("v1.34.1+rke2r2", "v1.34.1+rke2r1")).toHaveLength(1);
  });

  it("fails when a minor version is skipped, and names the next one", () => {
    expect(messages("v1.34.1+rke2r1", "v1.36.1+rke2r1")).toEqual([
      'cluster.version: minor version skipped from v1.34.1+rke2r1, got "v1.36.1+rke2r1", must be at most v1.35; upgrade to a release of v1.35 first',
    ]);
  });

  it("names its key, and treats a release candidate as its release", () => {
    const [issue] = versionChangeIssues("v1.34.1-rc2+rke2r1", "v1.33.1+rke2r1", "cluster.agentVersion");
    expect(issue?.path).toBe("cluster.agentVersion");
  });

  it("orders releases by number, not by letter", () => {
    expect(compareVersions("v1.34.9", "v1.34.10")).toBeLessThan(0);
    expect(compareVersions("v1.34.1+rke2r1", "v1.34.1+rke2r1")).toBe(0);
  });
});

describe("an old release", () => {
  it("gives a warning after its end of life, with the next minor", () => {
    expect(endOfLifeWarning("v1.34.1+rke2r1", "2026-10-27")).toBe(
      "Kubernetes 1.34 is past its end of life (2026-10-27): plan the upgrade to 1.35",
    );
    expect(endOfLifeWarning("v1.34.1+rke2r1", "2026-10-26")).toBeUndefined();
  });

  it("gives a warning if it is older than everything in the table", () => {
    expect(endOfLifeWarning("v1.20.1+rke2r1")).toBe(
      "Kubernetes 1.20 is past its end of life: plan the upgrade to 1.21",
    );
  });

  it("gives none if it is newer than the table", () => {
    expect(endOfLifeWarning("v1.99.0+rke2r1")).toBeUndefined();
  });
});
