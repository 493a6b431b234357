import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments, stringify } from "yaml";
import { limitRange, resourceQuota } from "../../model/platform/objects";
import { tiersOf, type TierPlan } from "../../model/platform/platform-plan";
import { platformSchema } from "../../model/schema/platform";
import { tierPoliciesOfKyverno } from "../../stack/platform/policies/tier-policies-of-kyverno";
import { kyverno } from "../../toolchain/conformance";
import { ensureToolchain } from "../../toolchain/ensure";
import { further } from "../support/further";
import { run } from "./readers/program";

jest.setTimeout(1_800_000);

const tiers = tiersOf(platformSchema.parse({}));
const policies = tierPoliciesOfKyverno({ tiers, namespaces: [{ name: "ingress" }] });
const folder = mkdtempSync(join(tmpdir(), "homelab-kyverno-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Seen {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

const namespace = (name: string, labels: Record<string, string> = {}) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels },
});

/** What Kyverno makes of resources by one policy: the objects that it prints. */
async function applied(name: string, resources: readonly object[]): Promise<Seen[]> {
  const policy = policies.find(({ kind, metadata }) => kind.endsWith("Policy") && metadata.name === name);
  const files = { policy, resources, values: VALUES };
  const write = (file: string, objects: readonly unknown[]): void =>
    writeFileSync(join(folder, file), objects.map((object) => stringify(object)).join("---\n"));
  write("policy.yaml", [files.policy]);
  write("resources.yaml", files.resources);
  write("values.yaml", [files.values]);
  const { binDir } = await ensureToolchain({ tools: [kyverno] });
  const args = ["apply", "policy.yaml", "--resource", "resources.yaml", "-f", "values.yaml"];
  const { status, stdout, stderr } = await run(join(binDir, kyverno.name), args, "", folder);
  expect([status, stdout.includes("error: 0"), stderr]).toEqual([0, true, ""]);
  const texts = stdout.split(/^policy .* applied to .*:$/m).slice(1);
  return texts.map((text) => parseAllDocuments(text)[0]?.toJS() as Seen);
}

/** Of namespaces that pods are in Kyverno's command line is told, as there is no API server. */
const VALUES = {
  apiVersion: "cli.kyverno.io/v1alpha1",
  kind: "Values",
  namespaceSelector: [
    { name: "photos", labels: { tier: "4-aux" } },
    { name: "free", labels: {} },
  ],
};

const NAMESPACES = [
  namespace("photos", { tier: "4-aux" }),
  namespace("0-core-dns"),
  namespace("1-cluster-x", { tier: "3-edge" }),
  namespace("ingress", { tier: "0-core" }),
  namespace("free"),
  namespace("unknown", { tier: "7-none" }),
  namespace("own", { tier: "4-aux", "homelab/own-quota": "true", "homelab/own-limits": "true" }),
];
const EXPECTED = [
  ["photos", "4-aux"],
  ["0-core-dns", "0-core"],
  ["1-cluster-x", "3-edge"],
] as const;
const tierNamed = (name: string): TierPlan => tiers.find((tier) => tier.name === name) as TierPlan;

further("Kyverno gives namespaces that come later the LimitRange that the program gives its own", async () => {
  const made = await applied("limits-of-a-tier", NAMESPACES);
  expect(made.map(({ kind, metadata, spec }) => ({ kind, metadata, spec }))).toEqual(
    EXPECTED.map(([name, tier]) => ({
      kind: "LimitRange",
      ...limitRange({ name, tier: tierNamed(tier), podSecurity: "baseline" }),
    })),
  );
});

further("Kyverno gives them the ResourceQuota too, but for those that bring their own", async () => {
  const made = await applied("quota-of-a-tier", NAMESPACES);
  expect(made.map(({ kind, metadata, spec }) => ({ kind, metadata, spec }))).toEqual(
    EXPECTED.map(([name, tier]) => ({
      kind: "ResourceQuota",
      ...resourceQuota({ name, tier: tierNamed(tier), podSecurity: "baseline" }),
    })),
  );
});

further("Kyverno gives a pod that names no class its tier's, without the number that it was given before", async () => {
  const pod = (name: string, inNamespace: string, spec: object) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: inNamespace },
    spec: { priority: 0, ...spec, containers: [{ name: "c", image: "c" }] },
  });
  const pods = [
    pod("silent", "photos", { preemptionPolicy: "PreemptLowerPriority" }),
    pod("named", "photos", { priorityClassName: "other", priority: 5 }),
    pod("untiered", "free", {}),
  ];
  const seen = await applied("priority-of-a-tier", [
    ...pods,
    namespace("photos", { tier: "4-aux" }),
    namespace("free"),
  ]);
  const after = Object.fromEntries(seen.map(({ metadata, spec: { containers: _, ...spec } }) => [metadata.name, spec]));
  expect(after).toEqual({
    silent: { priorityClassName: "tier-4-aux" },
    named: { priorityClassName: "other", priority: 5 },
    untiered: { priority: 0 },
  });
});
