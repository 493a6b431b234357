import { tiersOf } from "../../../../model/platform/platform-plan";
import { platformSchema } from "../../../../model/schema/platform";
import type { ApiAnswer } from "../../../../rehearsal/real-kubernetes";
import { tierAdmission } from "../../../../stack/platform/policies/tier-admission";
import { further } from "../../../support/further";
import { type RealCluster, startRealCluster } from "../../../support/real-cluster";

jest.setTimeout(60_000);

let cluster: RealCluster;
afterAll(() => cluster?.close());

const NAMESPACES = "/api/v1/namespaces";
const POLICIES = "/apis/admissionregistration.k8s.io/v1";
const CLASSES = "/apis/scheduling.k8s.io/v1/priorityclasses";

const namespace = (name: string, labels: Record<string, string> = {}): Promise<ApiAnswer> =>
  cluster.ask("POST", NAMESPACES, { metadata: { name, labels } });

const pod = (inNamespace: string, name: string, priorityClassName?: string): Promise<ApiAnswer> =>
  cluster.ask("POST", `${NAMESPACES}/${inNamespace}/pods`, {
    metadata: { name },
    spec: { priorityClassName, containers: [{ name: "c", image: "registry.example/c:1" }] },
  });

const messageOf = ({ body }: ApiAnswer): string => (body as { message?: string }).message ?? "";

further("the API server rejects a namespace of a tier that does not exist, by itself", async () => {
  cluster = await startRealCluster();
  const objects = tierAdmission(tiersOf(platformSchema.parse({})));
  for (const object of objects) {
    const plural =
      object.kind === "ValidatingAdmissionPolicy" ? "validatingadmissionpolicies" : "validatingadmissionpolicybindings";
    expect(await cluster.ask("POST", `${POLICIES}/${plural}`, object)).toMatchObject({ status: 201 });
  }
  // It reads its policies once a second.
  let refused: ApiAnswer;
  do
    refused = await cluster.ask("POST", `${NAMESPACES}?dryRun=All`, {
      metadata: { name: "w", labels: { tier: "5-no" } },
    });
  while (refused.status === 201);
  expect(messageOf(refused)).toContain(
    "label tier: no such tier, got 5-no, must be one of 0-core, 1-cluster, 2-gpu, 3-edge, 4-aux",
  );
  expect(await namespace("photos", { tier: "4-aux" })).toMatchObject({ status: 201 });
  expect(await namespace("free")).toMatchObject({ status: 201 });
  const byPulumi = { tier: "9-later", "app.kubernetes.io/managed-by": "pulumi" };
  expect(await namespace("later", byPulumi)).toMatchObject({ status: 201 });
  expect(
    messageOf(await cluster.ask("PATCH", `${NAMESPACES}/photos`, { metadata: { labels: { tier: "4-auxiliary" } } })),
  ).toContain("no such tier, got 4-auxiliary");
});

further("it rejects pods that name the PriorityClass of another tier, and no other pods", async () => {
  for (const [name, value] of [["tier-0-core", 1000] as const, ["tier-4-aux", 100] as const, ["other", 50] as const])
    await cluster.make(CLASSES, { metadata: { name }, value });
  for (const name of ["photos", "free"])
    await cluster.until(`${NAMESPACES}/${name}/serviceaccounts`, (all) => all.length > 0);
  let refused: ApiAnswer;
  do refused = await pod("photos", "greedy", "tier-0-core");
  while (refused.status === 201 && (await cluster.ask("DELETE", `${NAMESPACES}/photos/pods/greedy`)));
  expect(messageOf(refused)).toContain(
    "priorityClassName: the class of another tier, got tier-0-core, must be tier-4-aux in this namespace",
  );
  for (const [at, name, priority] of [
    ["photos", "own", "tier-4-aux"],
    ["photos", "silent", undefined],
    ["photos", "foreign", "other"],
    ["free", "untiered", "tier-0-core"],
  ] as const)
    expect([name, (await pod(at, name, priority)).status]).toEqual([name, 201]);
});
