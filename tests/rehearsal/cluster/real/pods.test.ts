import { metaOf } from "../../../../rehearsal/cluster/real/api-client";
import type { ApiObject } from "../../../../rehearsal/real-kubernetes";
import { further } from "../../../support/further";
import { startRealCluster, type RealCluster } from "../../../support/real-cluster";

jest.setTimeout(60_000);

const PODS = "/api/v1/namespaces/default/pods";
const EVENTS = "/api/v1/namespaces/default/events";

let started: Promise<RealCluster> | undefined;
const cluster = (): Promise<RealCluster> => (started ??= startRealCluster());
afterAll(async () => (await started)?.close());

further("a Deployment's pods are scheduled, started and ready, and a Service finds them", async () => {
  const { make, until } = await cluster();
  await make("/apis/apps/v1/namespaces/default/deployments", deployment("web", 2));
  await make("/api/v1/namespaces/default/services", {
    metadata: { name: "web" },
    spec: { selector: { app: "web" }, ports: [{ port: 80 }] },
  });
  const pods = await until(`${PODS}?labelSelector=app=web`, (all) => all.length === 2 && all.every(isReady));
  expect(pods.map((pod) => phaseOf(pod))).toEqual(["Running", "Running"]);
  const slices =
    "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io/service-name=web";
  const ready = (slice: ApiObject) => (slice["endpoints"] as { conditions: { ready: boolean } }[] | null) ?? [];
  await until(
    slices,
    ([slice]) => slice !== undefined && ready(slice).filter((one) => one.conditions.ready).length === 2,
  );
});

further(
  "a Service gets an address from MetalLB's pool once the controller runs, the requested one if free",
  async () => {
    const { ask, make, until } = await cluster();
    const service = (name: string, annotations = {}) =>
      make("/api/v1/namespaces/default/services", {
        metadata: { name, annotations },
        spec: { type: "LoadBalancer", ports: [{ port: 80 }] },
      });
    await service("first");
    await service("named", { "metallb.io/loadBalancerIPs": "10.20.0.202" });
    await service("elsewhere", { "metallb.io/loadBalancerIPs": "10.99.0.1" });
    const versions = [
      {
        name: "v1beta1",
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
      },
    ];
    await make("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", {
      metadata: { name: "ipaddresspools.metallb.io" },
      spec: {
        group: "metallb.io",
        scope: "Namespaced",
        names: { kind: "IPAddressPool", plural: "ipaddresspools", singular: "ipaddresspool" },
        versions,
      },
    });
    await make("/api/v1/namespaces", { metadata: { name: "metallb-system" } });
    const pool = {
      apiVersion: "metallb.io/v1beta1",
      kind: "IPAddressPool",
      metadata: { name: "pool" },
      spec: { addresses: ["10.20.0.201-10.20.0.202"] },
    };
    while (
      (await ask("POST", "/apis/metallb.io/v1beta1/namespaces/metallb-system/ipaddresspools", pool)).status === 404
    )
      await new Promise((resolve) => setTimeout(resolve, 50));
    await make("/apis/apps/v1/namespaces/metallb-system/deployments", deployment("controller", 1));
    const addresses = (all: readonly ApiObject[]) =>
      Object.fromEntries(
        all.map((one) => [
          metaOf(one).name,
          (one["status"] as { loadBalancer: { ingress?: { ip: string }[] } }).loadBalancer.ingress?.map(({ ip }) => ip),
        ]),
      );
    const given = await until("/api/v1/namespaces/default/services", (all) => addresses(all)["named"] !== undefined);
    expect(addresses(given)).toMatchObject({ first: ["10.20.0.201"], named: ["10.20.0.202"], elsewhere: undefined });
  },
);

further("the distribution's own pods exist, with their requests", async () => {
  const { until } = await cluster();
  const system = await until("/api/v1/namespaces/kube-system/pods", (all) => all.length === 4 && all.every(isReady));
  const names = system.map((pod) =>
    metaOf(pod)
      .name.replace(/-[a-z0-9]{5}$/, "")
      .replace(/-[a-f0-9]{8,10}$/, ""),
  );
  expect(names.sort()).toEqual(["cilium", "cilium", "coredns", "etcd-server-1"]);
});

further("a pod that fits on no node stays Pending, and the scheduler says why", async () => {
  const { make, until } = await cluster();
  await make(PODS, pod("huge", { resources: { requests: { memory: "5Gi" } } }));
  const [huge] = await until(
    `${PODS}?fieldSelector=metadata.name=huge`,
    ([one]) => conditionOf(one, "PodScheduled") !== undefined,
  );
  expect(phaseOf(huge)).toBe("Pending");
  expect(conditionOf(huge, "PodScheduled")).toMatchObject({
    status: "False",
    reason: "Unschedulable",
    message: expect.stringContaining("0/2 nodes are available: 2 Insufficient memory"),
  });
});

further("a missing image is reported, retried, and used once it exists", async () => {
  const { make, until, missing } = await cluster();
  missing.add("registry.example/lost:1");
  await make(PODS, pod("lost", { image: "registry.example/lost:1" }));
  const lost = `${PODS}?fieldSelector=metadata.name=lost`;
  await until(lost, ([one]) => waitingOf(one)?.reason === "ImagePullBackOff");
  const events = await until(`${EVENTS}?fieldSelector=involvedObject.name=lost,reason=Failed`, (all) => all.length > 0);
  expect(events[0]?.["message"]).toBe(
    'Failed to pull image "registry.example/lost:1": rpc error: code = NotFound desc = failed to pull and unpack image ' +
      '"registry.example/lost:1": failed to resolve reference "registry.example/lost:1": registry.example/lost:1: not found',
  );
  missing.clear();
  await until(lost, ([one]) => isReady(one));
});

further("a Job completes, a failing one is given up, and its log can be read", async () => {
  const { make, until, ask } = await cluster();
  const jobs = "/apis/batch/v1/namespaces/default/jobs";
  await make(jobs, job("good", "echo it is done"));
  await make(jobs, job("bad", "echo no such table; exit 3"));
  const conditions = (one: ApiObject) =>
    (one["status"] as { conditions?: { type: string; status: string }[] }).conditions ?? [];
  const over = (one: ApiObject) =>
    conditions(one).find(({ type, status }) => /^(Complete|Failed)$/.test(type) && status === "True");
  const all = await until(jobs, (both) => both.length === 2 && both.every(over));
  expect(all.map((one) => over(one)?.type).sort()).toEqual(["Complete", "Failed"]);
  const [failed] = await until(`${PODS}?labelSelector=job-name=bad`, (pods) => pods.length > 0);
  const { body } = await ask("GET", `${PODS}/${metaOf(failed as ApiObject).name}/log`);
  expect(body).toBe("no such table\n");
});

further("a container that keeps exiting is restarted with increasing delays", async () => {
  const { make, until } = await cluster();
  await make(PODS, pod("crashing", { command: ["false"] }));
  const [crashing] = await until(
    `${PODS}?fieldSelector=metadata.name=crashing`,
    ([one]) => waitingOf(one)?.reason === "CrashLoopBackOff",
  );
  expect(waitingOf(crashing)?.message).toMatch(/^back-off 10s restarting failed container=c pod=crashing_default/);
});

further("a pod waits for its missing ConfigMap, and starts once it exists", async () => {
  const { make, until } = await cluster();
  const volumes = [{ name: "settings", configMap: { name: "settings" } }];
  const env = [{ name: "KEY", valueFrom: { secretKeyRef: { name: "keys", key: "k" } } }];
  await make(PODS, pod("waiting", { env }, { volumes }));
  const about = `${EVENTS}?fieldSelector=involvedObject.name=waiting,reason=FailedMount`;
  const [event] = await until(about, (all) => all.length > 0);
  expect(event?.["message"]).toContain(
    'MountVolume.SetUp failed for volume "settings" : configmap "settings" not found',
  );
  await make("/api/v1/namespaces/default/configmaps", { metadata: { name: "settings" } });
  const waiting = `${PODS}?fieldSelector=metadata.name=waiting`;
  await until(waiting, ([one]) => waitingOf(one)?.reason === "CreateContainerConfigError");
  await make("/api/v1/namespaces/default/secrets", { metadata: { name: "keys" }, data: { k: "a2V5" } });
  await until(waiting, ([one]) => isReady(one));
});

further("an exhausted PodDisruptionBudget refuses an eviction, and an evicted pod ends and is replaced", async () => {
  const { make, until, ask } = await cluster();
  const budget = { metadata: { name: "web" }, spec: { minAvailable: 2, selector: { matchLabels: { app: "web" } } } };
  const budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";
  await make(budgets, budget);
  await until(budgets, ([one]) => (one?.["status"] as { currentHealthy?: number } | undefined)?.currentHealthy === 2);
  const web = `${PODS}?labelSelector=app=web`;
  const [first] = await until(web, (all) => all.length === 2 && all.every(isReady));
  const { name } = metaOf(first as ApiObject);
  const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name } };
  const refused = await ask("POST", `${PODS}/${name}/eviction`, eviction);
  expect(refused.status).toBe(429);
  await ask("DELETE", `${budgets}/web`);
  expect((await ask("POST", `${PODS}/${name}/eviction`, eviction)).status).toBe(201);
  await until(web, (all) => all.length === 2 && all.every((one) => isReady(one) && metaOf(one).name !== name));
});

further("the simulation follows others' changes of a node: a cordon, a label, a deletion", async () => {
  const { ask, behind, nodes } = await cluster();
  const spec = { unschedulable: true, taints: [{ key: "mine", effect: "PreferNoSchedule" }] };
  await ask("PATCH", "/api/v1/nodes/worker-1", { spec, metadata: { labels: { zone: "b" } } });
  await behind.syncNodes("one");
  expect(nodes.get("worker-1")).toMatchObject({ unschedulable: true, labels: { zone: "b" }, taints: spec.taints });
  Object.assign(nodes.get("worker-1") ?? {}, { unschedulable: false, taints: [] });
  await behind.syncNodes("one");
  const { body } = await ask("GET", "/api/v1/nodes/worker-1");
  expect((body as { spec: unknown }).spec).toEqual({});
});

further("a silent node loses its pods to another one, and they end when its machine is gone", async () => {
  const { nodes, until, ask, events, behind } = await cluster();
  const web = `${PODS}?labelSelector=app=web`;
  const before = await until(web, (all) => all.length === 2 && all.every(isReady));
  const victim = nodeOf(before[0]);
  const node = nodes.get(victim);
  if (!node) throw new Error(`no ${victim}`);
  const doomed = before.filter((one) => nodeOf(one) === victim).map((one) => metaOf(one).name);
  node.reports = false;
  events.emit({ kind: "machine", machine: victim, vmId: 1, change: "stopped" });
  const after = await until(web, (all) => all.filter((one) => isReady(one) && nodeOf(one) !== victim).length === 2);
  expect(after.map((one) => metaOf(one).name)).toEqual(expect.arrayContaining(doomed));
  nodes.delete(victim);
  await behind.syncNodes("one");
  await until(web, (all) => all.length === 2);
  expect((await ask("GET", `/api/v1/nodes/${victim}`)).status).toBe(404);
});

const container = (more: object) => ({ name: "c", image: "registry.example/c:1", ...more });
const pod = (name: string, more: object = {}, spec: object = {}): ApiObject => ({
  metadata: { name },
  spec: { containers: [container(more)], ...spec },
});
const deployment = (name: string, replicas: number): ApiObject => ({
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [container({ readinessProbe: { tcpSocket: { port: 80 } } })] },
    },
  },
});
const job = (name: string, script: string): ApiObject => ({
  metadata: { name },
  spec: {
    backoffLimit: 0,
    template: { spec: { restartPolicy: "Never", containers: [container({ command: ["/bin/sh", "-c", script] })] } },
  },
});

interface Waiting {
  readonly reason: string;
  readonly message?: string;
}
const statusOf = (one: ApiObject | undefined) =>
  (one?.["status"] ?? {}) as {
    phase?: string;
    conditions?: { type: string; status: string }[];
    containerStatuses?: { state: { waiting?: Waiting } }[];
  };
const phaseOf = (one: ApiObject | undefined) => statusOf(one).phase;
const conditionOf = (one: ApiObject | undefined, wanted: string) =>
  statusOf(one).conditions?.find(({ type }) => type === wanted);
const isReady = (one: ApiObject | undefined) => conditionOf(one, "Ready")?.status === "True";
const waitingOf = (one: ApiObject | undefined) => statusOf(one).containerStatuses?.[0]?.state.waiting;
const nodeOf = (one: ApiObject | undefined) => (one?.["spec"] as { nodeName?: string } | undefined)?.nodeName ?? "";
