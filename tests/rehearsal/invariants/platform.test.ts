import { gzipSync } from "node:zlib";
import { SimulationLog } from "../../../rehearsal/events";
import { everyInvariant, InvariantWatch } from "../../../rehearsal/invariants";
import { readPlatform } from "../../../rehearsal/platform/read-platform";
import type { ApiObject } from "../../../rehearsal/real-kubernetes";
import { further } from "../../support/further";
import { startRealCluster, type RealCluster } from "../../support/real-cluster";

jest.setTimeout(60_000);

let started: Promise<RealCluster> | undefined;
const cluster = (): Promise<RealCluster> => (started ??= startRealCluster());
afterAll(async () => (await started)?.close());

/** What all invariants find of the cluster as it is now. */
async function breaches(): Promise<readonly string[]> {
  const { ask } = await cluster();
  const watch = new InvariantWatch(new SimulationLog(() => 0), () => 0, everyInvariant);
  watch.platform(await readPlatform(ask));
  return watch.findings().violations.map(({ invariant, what }) => `${invariant}: ${what}`);
}

further("a pod that fits on no node is reported, until it is gone", async () => {
  const { make, until, ask } = await cluster();
  await make(`${NAMESPACES}/default/pods`, pod("huge", "5Gi"));
  await until(`${NAMESPACES}/default/pods`, ([one]) => conditionsOf(one).length > 0);
  expect(await breaches()).toEqual([
    expect.stringContaining(
      "pods-find-a-place: pod default/huge does not run: 0/2 nodes are available: 2 Insufficient memory",
    ),
  ]);
  await ask("DELETE", `${NAMESPACES}/default/pods/huge`);
  expect(await breaches()).toEqual([]);
});

further("a release in a namespace without a tier is reported, until it has one", async () => {
  const { make, until, ask } = await cluster();
  await make(NAMESPACES, { metadata: { name: "shop" } });
  await until(`${NAMESPACES}/shop/serviceaccounts`, (all) => all.length > 0);
  await make(`${NAMESPACES}/shop/secrets`, release("till", "1.2.3"));
  await make(`${NAMESPACES}/shop/pods`, pod("till", "16Mi"));
  expect(await breaches()).toEqual(["workloads-have-a-tier: pod shop/till is of no tier"]);
  await ask("PATCH", `${NAMESPACES}/shop`, { metadata: { labels: { tier: "4-aux" } } });
  expect(await breaches()).toEqual([]);
  const { releases, apiVersion } = await readPlatform(ask);
  expect(apiVersion).toMatch(/^v1\.34\./);
  expect(releases).toEqual([{ namespace: "shop", name: "till", chart: "till", version: "1.2.3", status: "deployed" }]);
});

further("an object that two programs manage is reported", async () => {
  const { make, ask } = await cluster();
  const labels = { "app.kubernetes.io/managed-by": "pulumi" };
  const annotations = { "meta.helm.sh/release-name": "till" };
  await make(NAMESPACES, { metadata: { name: "twice", labels, annotations } });
  expect(await breaches()).toEqual(["one-owner: twice belongs to Helm's release till and to Pulumi"]);
  await ask("PATCH", `${NAMESPACES}/twice`, { metadata: { annotations: { "meta.helm.sh/release-name": null } } });
  expect(await breaches()).toEqual([]);
});

further("a webhook without its Service is reported, and a namespace that waits for a finalizer", async () => {
  const { make, ask } = await cluster();
  const webhooks = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";
  await make(webhooks, {
    metadata: { name: "left" },
    webhooks: [
      {
        name: "left.example.net",
        clientConfig: { service: { namespace: "gone", name: "policies" } },
        admissionReviewVersions: ["v1"],
        sideEffects: "None",
      },
    ],
  });
  expect(await breaches()).toEqual([
    "removed-cleanly: the webhooks of left call the Service gone/policies, which does not exist",
  ]);
  await ask("DELETE", `${webhooks}/left`);
  await make(NAMESPACES, { metadata: { name: "held" } });
  await make(`${NAMESPACES}/held/configmaps`, { metadata: { name: "c", finalizers: ["example.net/clean-up"] } });
  await ask("DELETE", `${NAMESPACES}/held`);
  expect(await breaches()).toEqual(["removed-cleanly: namespace held waits to be deleted at the end of the run"]);
  await ask("PATCH", `${NAMESPACES}/held/configmaps/c`, { metadata: { finalizers: null } });
});

further("a pod of tier 0 that is preempted before one of tier 4 is reported", async () => {
  const { make, until, nodes, behind } = await cluster();
  Object.assign(nodes.get("worker-1") ?? {}, { labels: { zone: "a" } });
  await behind.syncNodes("one");
  for (const [name, tier] of [["core", "0-core"] as const, ["aux", "4-aux"] as const]) {
    await make(NAMESPACES, { metadata: { name, labels: { tier } } });
    await until(`${NAMESPACES}/${name}/serviceaccounts`, (all) => all.length > 0);
  }
  const classes = "/apis/scheduling.k8s.io/v1/priorityclasses";
  await make(classes, { metadata: { name: "mixed-up" }, value: 100 });
  await make(classes, { metadata: { name: "first" }, value: 1000 });
  const there = { nodeSelector: { zone: "a" } };
  await make(`${NAMESPACES}/core/pods`, pod("core", "1800Mi", there));
  await make(`${NAMESPACES}/aux/pods`, pod("aux", "1800Mi", { ...there, priorityClassName: "mixed-up" }));
  for (const name of ["core", "aux"]) await until(`${NAMESPACES}/${name}/pods`, ([one]) => phaseOf(one) === "Running");
  await make(`${NAMESPACES}/default/pods`, pod("first", "1800Mi", { ...there, priorityClassName: "first" }));
  await until(`${NAMESPACES}/default/pods`, ([one]) => phaseOf(one) === "Running");
  expect(await breaches()).toContainEqual(
    expect.stringContaining("important-pods-stay: pod core/core was thrown out (Preempted: "),
  );
});

const NAMESPACES = "/api/v1/namespaces";

const pod = (name: string, memory: string, spec: object = {}): ApiObject => ({
  metadata: { name },
  spec: { ...spec, containers: [{ name: "c", image: "registry.example/c:1", resources: { requests: { memory } } }] },
});

/** As Helm keeps one. */
function release(name: string, version: string): ApiObject {
  const packed = gzipSync(JSON.stringify({ chart: { metadata: { name, version } } })).toString("base64");
  const labels = { owner: "helm", name, version: "1", status: "deployed" };
  const data = { release: Buffer.from(packed).toString("base64") };
  return { metadata: { name: `sh.helm.release.v1.${name}.v1`, labels }, type: "helm.sh/release.v1", data };
}

const statusOf = (one: ApiObject | undefined) =>
  (one?.["status"] ?? {}) as { phase?: string; conditions?: readonly object[] };
const phaseOf = (one: ApiObject | undefined) => statusOf(one).phase;
const conditionsOf = (one: ApiObject | undefined) => statusOf(one).conditions ?? [];
