import type { Manifest } from "../../../model/platform/manifest";
import { plan } from "../../../stack/plan";
import { configOf, patched, type Raw, small } from "../stack-fixtures";

const manifestsOf = (platform: unknown, more: Raw = {}): readonly Manifest[] =>
  (plan(configOf(patched(small(), { platform, ...more })), "small").platform?.manifests ?? []).flatMap(
    ({ objects }) => objects,
  );
const kindsOf = (objects: readonly Manifest[]) => objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
const named = (objects: readonly Manifest[], kind: string, name: string): string =>
  JSON.stringify(objects.find((object) => object.kind === kind && object.metadata.name === name));

describe("policies of a platform", () => {
  it("are the API server's own alone, while nobody installs Kyverno", () => {
    expect(kindsOf(manifestsOf({}))).toEqual([
      "ValidatingAdmissionPolicy tier-of-a-namespace",
      "ValidatingAdmissionPolicyBinding tier-of-a-namespace",
      "ValidatingAdmissionPolicy priority-of-a-tier",
      "ValidatingAdmissionPolicyBinding priority-of-a-tier",
    ]);
  });

  it("need Kubernetes 1.30, which has them", () => {
    expect(manifestsOf({}, { cluster: { version: "v1.29.15+rke2r1" } })).toEqual([]);
  });

  it("name every tier of the stack file, and no other", () => {
    const tier = {
      priority: 1,
      container: { cpuMillis: 1, memoryMiB: 1, maxMemoryMiB: 1 },
      quota: { cpuMillis: 1, memoryMiB: 1, memoryLimitMiB: 1, pods: 1 },
    };
    const text = JSON.stringify(manifestsOf({ tiers: { "0-all": tier }, namespaces: {} }));
    expect(text).toContain("0-all");
    expect(text).not.toContain("4-aux");
  });

  it("have Kyverno generate limits for namespaces that come later, and for none that the program makes", () => {
    const objects = manifestsOf({ addons: { kyverno: {} }, namespaces: { immich: "4-aux" } });
    expect(kindsOf(objects).slice(4)).toEqual([
      "ClusterRole homelab-tier-policies",
      "GeneratingPolicy limits-of-a-tier",
      "GeneratingPolicy quota-of-a-tier",
      "MutatingPolicy priority-of-a-tier",
    ]);
    for (const name of ["limits-of-a-tier", "quota-of-a-tier"]) {
      const policy = named(objects, "GeneratingPolicy", name);
      expect(policy).toContain(String.raw`!(object.metadata.name in [\"immich\", \"kyverno\"])`);
    }
  });

  it("have Kyverno generate what the program makes itself: the same names, sizes, and no limit of CPU", () => {
    const objects = manifestsOf({ addons: { kyverno: {} } });
    const limits = named(objects, "GeneratingPolicy", "limits-of-a-tier");
    expect(limits).toContain("tier-defaults");
    expect(limits).toContain(String.raw`\"default\": dyn({\"memory\": \"256Mi\"})`);
    expect(named(objects, "GeneratingPolicy", "quota-of-a-tier")).not.toContain("limits.cpu");
  });
});
