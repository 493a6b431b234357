import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { changedSteps } from "../../scripts/engine/engine-events";
import type { StackState } from "../../scripts/recover/stack-state";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { further } from "../support/further";
import { type Kubectl, realKubectl } from "../support/real-kubectl";
import { endRehearsal, problemsOf, rehearse, stackOf } from "../support/rehearsal";
import { withoutPlatform } from "../support/without-platform";

jest.setTimeout(480_000);

let rehearsal: Rehearsal;
let kubectl: Kubectl;
afterAll(() => endRehearsal(rehearsal));

test("a rehearsal of a stack with a platform does not start without a real API server", async () => {
  const without = rehearse("platform-without", stackOf("platform"), [], {}, { withoutPlatform: true });
  await expect(without).rejects.toThrow("without a real API server");
});

further("a preview shows the whole platform before there is an API", async () => {
  rehearsal = await rehearse("platform", stackOf("platform"));
  const preview = await rehearsal.preview("first-preview");
  expect(problemsOf(preview)).toEqual([]);
  const objects = changedSteps(preview.result.events).filter(({ urn }) => urn.includes("$kubernetes:"));
  expect(objects.map(({ op }) => op)).toEqual(Array.from({ length: 5 + 2 * 3 + 2 * 2 }, () => "create"));
});

further("a cluster comes up with its tiers, in the real API server", async () => {
  expect(problemsOf(await rehearsal.up())).toEqual([]);
  kubectl = await realKubectl(rehearsal);
  expect(
    await kubectl("get priorityclass --no-headers -o custom-columns=:metadata.name,:value,:preemptionPolicy"),
  ).toBe(
    [
      ...["system-cluster-critical   2000000000   PreemptLowerPriority"],
      ...["system-node-critical      2000001000   PreemptLowerPriority"],
      ...["tier-0-core               1000000      PreemptLowerPriority"],
      ...["tier-1-cluster            800000       PreemptLowerPriority"],
      ...["tier-2-gpu                600000       PreemptLowerPriority"],
      ...["tier-3-edge               400000       PreemptLowerPriority"],
      ...["tier-4-aux                200000       Never"],
    ].join("\n"),
  );
  expect(await kubectl("get namespace immich -o jsonpath={.metadata.labels.tier}")).toBe("4-aux");
  expect(await kubectl("-n ingress get quota tier-quota -o jsonpath={.status.hard}")).toBe(
    '{"limits.memory":"64Gi","pods":"100","requests.cpu":"8","requests.memory":"8Gi","requests.nvidia.com/gpu":"0"}',
  );
});

further("its nodes are those of the plan, with their capacity", async () => {
  const columns = ":metadata.name,:status.capacity.cpu,:status.capacity.memory,:status.conditions[3].type";
  const nodes = await kubectl(`get nodes --no-headers -o custom-columns=${columns}`);
  expect(nodes.split("\n").map((line) => line.split(/ +/))).toEqual([
    ["server-1", "2", "4014Mi", "Ready"],
    ["worker-1", "2", "4014Mi", "Ready"],
  ]);
});

further("a pod without resources gets its tier's defaults, and one above the maximum is refused", async () => {
  await kubectl("-n immich apply -f -", pod("quiet"));
  expect(await kubectl("-n immich get pod quiet -o jsonpath={.spec.containers[0].resources}")).toBe(
    '{"limits":{"memory":"256Mi"},"requests":{"cpu":"50m","memory":"64Mi"}}',
  );
  const large = kubectl("-n immich apply -f -", pod("large", { limits: { memory: "5Gi" } }));
  await expect(large).rejects.toThrow("maximum memory usage per Container is 4Gi");
  const gpu = kubectl("-n immich apply -f -", pod("gpu", { limits: { "nvidia.com/gpu": "1" } }));
  await expect(gpu).rejects.toThrow("exceeded quota: tier-quota");
  const root = kubectl("-n immich apply -f -", pod("root", {}, { hostNetwork: true }));
  await expect(root).rejects.toThrow('violates PodSecurity "baseline:latest": host namespaces');
});

further("a second preview shows no change", async () => {
  const preview = await rehearsal.preview();
  expect(problemsOf(preview)).toEqual([]);
  expect(changedSteps(preview.result.events)).toEqual([]);
});

further("charts are installed in order, each waiting for its pods, then objects", async () => {
  rehearsal.editStack((text) => `${text.trimEnd()}\n${ADD_ONS}`);
  const up = await rehearsal.up("add-ons");
  expect(problemsOf(up)).toEqual([]);
  const made = changedSteps(up.result.events).map(({ urn }) => urn.split("::").at(-1));
  const at = (name: string): number => made.indexOf(`tiered-${name}`);
  expect(at("cert-manager")).toBeGreaterThan(-1);
  expect(at("podinfo")).toBeGreaterThan(at("cert-manager"));
  expect(await kubectl("-n cert-manager get deployments -o jsonpath={.items[*].status.readyReplicas}")).toBe("1 1 1");
  expect(await kubectl("get clusterissuer own -o name")).toBe("clusterissuer.cert-manager.io/own");
});

further("each chart was fetched once, and a preview, which shows no changes, requests none", async () => {
  const preview = await rehearsal.preview("with-charts");
  expect(problemsOf(preview)).toEqual([]);
  expect(changedSteps(preview.result.events)).toEqual([]);
  expect([...rehearsal.chartRequests].sort()).toEqual([
    "https://charts.example.net/stable/index.yaml",
    "https://charts.example.net/stable/podinfo-6.7.0.tgz",
    "https://charts.jetstack.io/cert-manager-v1.21.1.tgz",
    "https://charts.jetstack.io/index.yaml",
  ]);
  expect(rehearsal.caught).toEqual([]);
});

further("a preview while the API server is down says so, and that an empty diff proves nothing", async () => {
  const preview = await withApiFor(0, () => rehearsal.preview("preview-away"));
  const warnings = preview.result.events.map(({ diagnosticEvent }) => diagnosticEvent?.message ?? "");
  expect(warnings.join("\n")).toContain('the API server of tiered does not answer, got "');
  expect(preview.result.seconds).toBeLessThan(60);
});

/** What a run comes to when the API servers answer that many requests more. */
async function withApiFor<T>(requests: number, run: () => Promise<T>): Promise<T> {
  const { outages } = rehearsal.simulation.context;
  const { observer } = rehearsal;
  rehearsal.observer = { ...observer, phase: () => outages.endApiAfter(requests) };
  const result = await run().finally(() => (rehearsal.observer = observer));
  // Asking between two runs returns it, too.
  outages.mend();
  return result;
}

further("an up while the API server is down says so within a minute, and changes nothing", async () => {
  rehearsal.editStack((text) => text.replace("immich: 4-aux", "immich: 4-aux, photos: 4-aux, wiki: 4-aux"));
  const away = await withApiFor(0, () => rehearsal.up("away"));
  expect(problemsOf(away).join()).toContain("the API server of tiered does not answer within 30 s, got ");
  expect(away.result.seconds).toBeLessThan(60);
  // This one recovers, and so refreshes first.
  const again = await withApiFor(0, () => rehearsal.up("still-away"));
  expect(problemsOf(again).join()).toContain("the API server of tiered does not answer within 30 s, got ");
  expect(problemsOf(again)).toHaveLength(1);
  expect(again.result.seconds).toBeLessThan(60);
  expect(await namespacesOf(kubectl)).not.toContain("photos");
});

further(
  "an up whose API server goes down in the middle says so within a minute, and the next one converges",
  async () => {
    const cut = await withApiFor(CUT_OFF_AFTER, () => rehearsal.up("cut-off"));
    expect(problemsOf(cut).join()).toContain("platform: the API server went away during this run, got ");
    expect(cut.result.seconds).toBeLessThan(60);
    expect(problemsOf(await rehearsal.up("goes-on"))).toEqual([]);
    for (const name of ["photos", "wiki"])
      expect(await kubectl(`-n ${name} get quota -o name`)).toBe("resourcequota/tier-quota");
  },
);

further(
  "a drain goes through the real eviction API: it honours a budget, and names the pod that it could not evict",
  async () => {
    for (const object of [held, budget]) await kubectl("-n immich apply -f -", object);
    await kubectl("-n immich rollout status deployment/held --timeout=60s");
    rehearsal.editStack((text) =>
      text.replace("worker: { cores: 2, memoryMiB: 4096", "worker: { cores: 2, memoryMiB: 5120"),
    );
    const refused = await rehearsal.up("held");
    expect(problemsOf(refused).join()).toMatch(/worker-1 could not be drained/);
    expect(problemsOf(refused).join()).toMatch(/pods\/"held-[a-z0-9-]+" -n "immich"/);
    expect(await kubectl("-n immich get pods -o jsonpath={.items[*].status.phase}")).toBe("Running");
    expect(await kubectl("get node worker-1 -o jsonpath={.spec.unschedulable}")).toBe("");
    await kubectl("-n immich delete pdb held");
    expect(problemsOf(await rehearsal.up("drained"))).toEqual([]);
    expect(await kubectl("get node worker-1 -o jsonpath={.status.capacity.memory}")).toBe("5017Mi");
    await kubectl("-n immich delete deployment held");
  },
);

further("a namespace that somebody else created is not taken over: up refuses it", async () => {
  await kubectl("create namespace theirs");
  rehearsal.editStack((text) => text.replace("immich: 4-aux", "immich: 4-aux, theirs: 4-aux"));
  expect(problemsOf(await rehearsal.up("taken")).join()).toContain('namespaces "theirs" already exists');
  expect(await kubectl("get namespace theirs -o jsonpath={.metadata.labels.tier}")).toBe("");
});

further("an object that a killed run created, but did not record, is found again", async () => {
  // As the engine leaves it: an import would drop what is pending.
  const file = fileURLToPath(
    `${rehearsal.pulumi.settings.env["PULUMI_BACKEND_URL"]}/.pulumi/stacks/homelab/platform.json`,
  );
  const state = JSON.parse(readFileSync(file, "utf8")) as { checkpoint: { latest: StackState["deployment"] } };
  const { latest } = state.checkpoint;
  const quota = latest.resources?.find(({ urn }) => urn.endsWith("::tiered-immich-quota"));
  if (quota === undefined) throw new Error("no quota in state");
  const { id: _id, outputs: _outputs, ...resource } = quota;
  Object.assign(latest, {
    resources: latest.resources?.filter((other) => other !== quota),
    pending_operations: [{ resource, type: "creating" }],
  });
  writeFileSync(file, JSON.stringify(state));
  rehearsal.editStack((text) => text.replace("immich: 4-aux, theirs: 4-aux", "immich: 4-aux"));
  const up = await rehearsal.up("found");
  expect(problemsOf(up)).toEqual([]);
  expect(await kubectl("-n immich get quota -o name")).toBe("resourcequota/tier-quota");
});

further("an immutable priority is changed by replacement, and a namespace is removed", async () => {
  const tiers = `    tiers: { 0-core: ${OTHER_TIER} }`;
  const namespaces = "    namespaces: { ingress: 0-core }";
  rehearsal.editStack((text) => `${withoutPlatform(text)}  homelab:platform:\n${tiers}\n${namespaces}\n`);
  expect(problemsOf(await rehearsal.up("edit"))).toEqual([]);
  expect(await kubectl("get priorityclass tier-0-core -o jsonpath={.value}")).toBe("5000");
  expect(await namespacesOf(kubectl)).toEqual(["ingress", "theirs"]);
  expect(await kubectl("get clusterroles -o name")).not.toContain("cert-manager");
  // Every certificate would go with them.
  expect(await kubectl("get crd -o name")).toContain("certificates.cert-manager.io");
});

further("removing the platform leaves nothing of it, and changes no machine", async () => {
  rehearsal.editStack(withoutPlatform);
  const up = await rehearsal.up("without");
  expect(problemsOf(up)).toEqual([]);
  expect(changedSteps(up.result.events).filter(({ urn }) => !OF_PLATFORM.test(urn))).toEqual([]);
  expect(await namespacesOf(kubectl)).toEqual(["theirs"]);
  expect(await kubectl("get priorityclass -o name")).not.toContain("tier-");
});

further("it is removed with the cluster without calls to the API", async () => {
  rehearsal.editStack((text) => `${text}  homelab:platform: { namespaces: { immich: 4-aux } }\n`);
  expect(problemsOf(await rehearsal.up("again"))).toEqual([]);
  expect(problemsOf(await rehearsal.destroy())).toEqual([]);
  expect(rehearsal.invariants.findings().violations).toEqual([]);
  expect(rehearsal.caught).toEqual([]);
});

/** Its first questions: what it can do; objects are made after them. */
const CUT_OFF_AFTER = 12;

const held = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "held" },
  spec: {
    selector: { matchLabels: { app: "held" } },
    template: {
      metadata: { labels: { app: "held" } },
      spec: {
        nodeSelector: { "kubernetes.io/hostname": "worker-1" },
        containers: [{ name: "c", image: "registry.example/c:1" }],
      },
    },
  },
};
const budget = {
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: { name: "held" },
  spec: { minAvailable: 1, selector: { matchLabels: { app: "held" } } },
};

const OF_PLATFORM = /homelab:index:(Platform|TierPolicies|AddOns|Manifests)|kubernetes/;
const ADD_ONS = `    addons:
      cert-manager: {}
      podinfo:
        chart: podinfo
        repository: https://charts.example.net/stable
        version: 6.7.0
        tier: 4-aux
        needs: [cert-manager]
    manifests:
      own:
        needs: [cert-manager]
        objects:
          - { apiVersion: cert-manager.io/v1, kind: ClusterIssuer, metadata: { name: own }, spec: { selfSigned: {} } }
`;
const OTHER_TIER =
  "{ priority: 5000, container: { cpuMillis: 100, memoryMiB: 128, maxMemoryMiB: 1024 }, " +
  "quota: { cpuMillis: 2000, memoryMiB: 2048, memoryLimitMiB: 4096, pods: 20 } }";

const pod = (name: string, resources: object = {}, spec: object = {}) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name },
  spec: { ...spec, containers: [{ name: "c", image: "registry.example/c:1", resources }] },
});

async function namespacesOf(ask: Kubectl): Promise<string[]> {
  const all = (await ask("get namespaces --no-headers -o custom-columns=:metadata.name")).split("\n");
  return all.filter((name) => name !== "default" && !name.startsWith("kube-")).sort();
}
