import { calicoManifests } from "../../../distributions/kubeadm/calico-releases";
import { homeLab, threeServers, smallOn } from "./plans";

describe("Calico's manifests", () => {
  it("are two from v3.30 on and one before, each with its checksum", () => {
    expect(calicoManifests(threeServers().cluster).map(({ file }) => file)).toEqual([
      "operator-crds.yaml",
      "tigera-operator.yaml",
    ]);
    expect(calicoManifests(homeLab().cluster)).toEqual([
      {
        file: "tigera-operator.yaml",
        url: "https://raw.githubusercontent.com/projectcalico/calico/v3.29.7/manifests/tigera-operator.yaml",
        sha256: "a571ef21476c026618a7c7b092a3ab1744ec191e02492655d8c1468ac08f25f2",
      },
    ]);
  });

  it("use the stack's checksums for a release that is not in the table", () => {
    const sums = { "operator-crds.yaml": "a".repeat(64), "tigera-operator.yaml": "b".repeat(64) };
    const planned = smallOn({ version: "v1.34.2", calicoVersion: "v3.31.99", calicoSha256: sums });
    expect(calicoManifests(planned.cluster).map(({ sha256 }) => sha256[0])).toEqual(["a", "b"]);
  });
});

describe("warnings", () => {
  it.each([
    ["v1.29.15", "Kubernetes 1.29 is past its end of life (2025-02-28): plan the upgrade to 1.30"],
    ["v1.34.2", "Kubernetes 1.34 is past its end of life (2026-10-27): plan the upgrade to 1.35"],
  ])("name the next minor of %s", (version, warning) => {
    expect(smallOn({ version }).warnings).toContain(warning);
  });

  it("name the Kubernetes a Calico is tested with", () => {
    expect(smallOn({ version: "v1.29.15" }).warnings).toContain(
      "Calico v3.31.7 is tested with Kubernetes 1.32 to 1.35, not with 1.29",
    );
    expect(homeLab().warnings.filter((text) => text.startsWith("Calico"))).toEqual([]);
  });
});
