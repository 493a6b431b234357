import { parseStackFile } from "../../../stack/load-stack-file";
import { limitRange, namespaceObject, priorityClass, resourceQuota } from "../../../model/platform/objects";
import type { NamespacePlan, PlatformPlan, TierPlan } from "../../../model/platform/platform-plan";
import { plan } from "../../../stack/plan";
import { configOf, patched, type Raw, small } from "../stack-fixtures";

const planWith = (platform: unknown, more: Raw = {}) =>
  plan(configOf(patched(small(), { platform, ...more })), "small");
const platformWith = (platform: unknown): PlatformPlan =>
  planWith(platform).platform ?? { tiers: [], namespaces: [], addOns: [], manifests: [] };
const tierOf = (name: string): TierPlan => {
  const found = platformWith({}).tiers.find((tier) => tier.name === name);
  if (found === undefined) throw new Error(`no tier ${name}`);
  return found;
};
const inTier = (tier: string): NamespacePlan => namespaceIn(tierOf(tier));
const namespaceIn = (tier: TierPlan): NamespacePlan => ({ name: "immich", tier, podSecurity: tier.podSecurity });

describe("a platform", () => {
  it("exists only if the stack file has one", () => {
    expect(plan(configOf(small()), "small").platform).toBeUndefined();
  });

  it("has five tiers, the most important first, with descending priorities", () => {
    const { tiers } = platformWith({});
    expect(tiers.map(({ name, priority }) => [name, priority])).toEqual([
      ["0-core", 1_000_000],
      ["1-cluster", 800_000],
      ["2-gpu", 600_000],
      ["3-edge", 400_000],
      ["4-aux", 200_000],
    ]);
  });

  it("sorts its tiers by rank, whatever their order in the file", () => {
    const { tiers } = platformWith({});
    const [a, b] = tiers.map(({ name: _name, guaranteed: _guaranteed, ...tier }) => tier);
    const { tiers: turned } = platformWith({ tiers: { "7-last": b, "3-first": a } });
    expect(turned.map(({ name }) => name)).toEqual(["3-first", "7-last"]);
  });

  it("has the namespaces of the stack file, each with its tier", () => {
    const { namespaces } = platformWith({ namespaces: { vault: "0-core", immich: "4-aux" } });
    expect(namespaces.map(({ name, tier }) => [name, tier.name])).toEqual([
      ["immich", "4-aux"],
      ["vault", "0-core"],
    ]);
  });

  it("refuses a duplicate namespace", () => {
    const text = "config:\n  homelab:platform:\n    namespaces:\n      immich: 4-aux\n      immich: 0-core\n";
    expect(() => parseStackFile(text, "Pulumi.x.yaml")).toThrow(/immich/);
  });
});

describe("the objects of a tier", () => {
  it("are a PriorityClass that pods without a tier never get", () => {
    expect(priorityClass(tierOf("0-core"))).toEqual({
      metadata: { name: "tier-0-core" },
      value: 1_000_000,
      globalDefault: false,
      preemptionPolicy: "PreemptLowerPriority",
      description: "Pods of namespaces of tier 0-core.",
    });
  });

  it("let no aux pod preempt another", () => {
    expect(priorityClass(tierOf("4-aux")).preemptionPolicy).toBe("Never");
  });

  it("limit a container of tiers 0 to 2 to exactly its memory request", () => {
    for (const name of ["0-core", "1-cluster", "2-gpu"]) {
      const [limits] = limitRange(inTier(name)).spec.limits;
      expect([name, limits?.default.memory]).toEqual([name, limits?.defaultRequest.memory]);
    }
    expect(limitRange(inTier("4-aux")).spec.limits[0]).toMatchObject({
      default: { memory: "256Mi" },
      defaultRequest: { cpu: "50m", memory: "64Mi" },
    });
  });

  it("never limit CPU: no default, no maximum, no quota on limits", () => {
    for (const tier of platformWith({}).tiers) {
      const namespace = namespaceIn(tier);
      const [limits] = limitRange(namespace).spec.limits;
      expect(Object.keys({ ...limits?.default, ...limits?.max })).toEqual(["memory"]);
      expect(Object.keys(resourceQuota(namespace).spec.hard)).not.toContain("limits.cpu");
    }
  });

  it("include a quota in Kubernetes' units, and no GPU outside of the GPU tier", () => {
    expect(resourceQuota(inTier("1-cluster")).spec.hard).toEqual({
      "requests.cpu": "4",
      "requests.memory": "4Gi",
      "limits.memory": "32Gi",
      pods: "30",
      "requests.nvidia.com/gpu": "0",
    });
    expect(Object.keys(resourceQuota(inTier("2-gpu")).spec.hard)).not.toContain("requests.nvidia.com/gpu");
  });

  it("include a namespace labelled with its tier and its Pod Security level", () => {
    expect(namespaceObject(inTier("4-aux")).metadata).toEqual({
      name: "immich",
      labels: { tier: "4-aux", "pod-security.kubernetes.io/enforce": "baseline" },
    });
  });
});

describe("the plan's warnings about tiers", () => {
  const about = (platform: unknown, more?: Raw) =>
    planWith(platform, more).warnings.filter((warning) => /tier|platform/.test(warning));

  it("are none for the default tiers without namespaces", () => {
    expect(about({})).toEqual([]);
  });

  it("add up what guaranteed namespaces may request against the allocatable memory of the nodes", () => {
    expect(about({ namespaces: { a: "0-core", b: "0-core" } })).toContainEqual(
      expect.stringMatching(/^namespaces of guaranteed tiers may ask for 16 GiB of memory, and nodes have .* for pods/),
    );
  });

  it("consider the largest node", () => {
    expect(about({ namespaces: { a: "2-gpu" } })).toContainEqual(
      expect.stringMatching(/^platform\.tiers\.2-gpu\.container\.maxMemoryMiB lets a container ask for 16 GiB/),
    );
  });

  it("report a GPU tier in use without a GPU", () => {
    expect(about({ namespaces: { ollama: "2-gpu" } })).toContain(
      "tier 2-gpu of ollama is for NVIDIA GPUs, and no node holds one (gpus)",
    );
    const gpus = { rtx: { node: "worker", path: "0000:01:00", deviceIds: ["10de:1e82"] } };
    expect(about({ namespaces: { ollama: "2-gpu" } }, { gpus }).join()).not.toContain("NVIDIA");
  });

  it("report a custom tier whose maximum number of pods is reached before its quota", () => {
    const tier = {
      priority: 1000,
      container: { cpuMillis: 50, memoryMiB: 64, maxMemoryMiB: 128 },
      quota: { cpuMillis: 500, memoryMiB: 1024, memoryLimitMiB: 2048, pods: 10 },
    };
    expect(about({ tiers: { "0-own": tier } })).toEqual([
      "platform.tiers.0-own.quota.memoryMiB is 1024, and 10 pods of one container that says nothing ask for 640: only pods that ask for more can fill it",
    ]);
  });
});
