import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { catalogue } from "../../../stack/platform/catalogue";
import { workloadsWith } from "../../../model/platform/chart-facts";
import { isMap, merged, type Values } from "../../../model/platform/values";
import { plan } from "../../../stack/plan";
import { retriesIn } from "../../../stack/platform/releases-in-state";
import { renderPlanText } from "../../../stack/render/plan-text";
import { configOf, patched, type Raw, realStack, small } from "../stack-fixtures";

const planWith = (platform: unknown, more: Raw = {}) =>
  plan(configOf(patched(small(), { platform, ...more })), "small");
const addOnOf = (name: string, addOn: unknown, more: Raw = {}) => {
  const found = planWith({ addons: { [name]: addOn } }, more).platform?.addOns.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no add-on ${name}`);
  return found;
};

const PODINFO = { chart: "podinfo", repository: "https://charts.example.net", version: "6.7.0", tier: "4-aux" };

describe("an add-on of the catalogue", () => {
  it("needs no more than its name", () => {
    expect(addOnOf("cert-manager", {})).toMatchObject({
      chart: "cert-manager",
      repository: "https://charts.jetstack.io",
      version: "v1.21.1",
      namespace: "cert-manager",
      tier: "1-cluster",
    });
  });

  it("has the newest release that supports the cluster's Kubernetes", () => {
    const older = { cluster: { version: "v1.32.9+rke2r1" } };
    expect(addOnOf("cert-manager", {}, older).version).toBe("v1.20.3");
  });

  it("lets values of the stack file override its own, key by key", () => {
    const { values } = addOnOf("cert-manager", { values: { crds: { keep: false }, replicaCount: 2 } });
    expect(values).toMatchObject({ crds: { enabled: true, keep: false }, replicaCount: 2 });
  });

  it("gets a namespace with its tier's limits", () => {
    const { platform } = planWith({ addons: { "cert-manager": {} } });
    expect(platform?.namespaces.map(({ name, tier }) => [name, tier.name])).toEqual([["cert-manager", "1-cluster"]]);
  });

  it("is in the tier that the stack file assigns to its namespace", () => {
    const { platform } = planWith({ namespaces: { "cert-manager": "0-core" }, addons: { "cert-manager": {} } });
    expect(platform?.addOns[0]?.tier).toBe("0-core");
    expect(platform?.namespaces.map(({ tier }) => tier.name)).toEqual(["0-core"]);
  });

  it("runs twice where two nodes take it", () => {
    const disable = { cluster: { disable: ["rke2-metrics-server"] } };
    expect(addOnOf("metrics-server", {}, disable).values).toMatchObject({ replicas: 2 });
  });
});

it("a plan lists what is installed, and its resource requests where known", () => {
  const platform = { addons: { "cert-manager": {}, web: PODINFO } };
  const lines = renderPlanText(planWith(platform)).split("\n");
  const from = lines.indexOf("Add-ons");
  expect(lines.slice(from, from + 4).map((line) => line.trim().split(/ {2,}/))).toEqual([
    ["Add-ons"],
    ["add-on", "chart", "namespace", "tier", "pods", "asks for", "after"],
    ["cert-manager", "cert-manager v1.21.1", "cert-manager", "1-cluster", "3", "45m CPU, 320Mi"],
    ["web", "podinfo 6.7.0", "web", "4-aux", "?", "not known"],
  ]);
});

describe("a custom chart", () => {
  it("has the add-on's name as release and namespace, and ten minutes", () => {
    expect(addOnOf("web", PODINFO)).toEqual({
      name: "web",
      ...PODINFO,
      namespace: "web",
      values: {},
      after: [],
      timeoutSeconds: 600,
    });
  });

  it("is installed after what it requires", () => {
    const { platform } = planWith({ addons: { web: { ...PODINFO, needs: ["cert-manager"] }, "cert-manager": {} } });
    expect(platform?.addOns.map(({ name, after }) => [name, after])).toEqual([
      ["cert-manager", []],
      ["web", ["cert-manager"]],
    ]);
  });

  it("lowers the Pod Security level of its namespace where its pods need that, and never raises it", () => {
    const levelOf = (podSecurity: string) =>
      planWith({ addons: { web: { ...PODINFO, podSecurity } } }).platform?.namespaces[0]?.podSecurity;
    expect([levelOf("privileged"), levelOf("restricted")]).toEqual(["privileged", "baseline"]);
  });
});

describe("a release that did not become ready", () => {
  const release = (outputs: object) => [
    { urn: "urn::web", type: "kubernetes:helm.sh/v3:Release", outputs: { name: "web", ...outputs } },
  ];

  it("is upgraded by the next run, whatever a refresh did to it", () => {
    const failed = release({ status: { status: "failed", revision: 2 } });
    expect(retriesIn(failed)).toEqual({ web: "revision 2 was failed: tried again" });
  });

  it("is left alone once it is ready, as another description would be another upgrade", () => {
    const ready = { status: { status: "deployed", revision: 3 } };
    expect(retriesIn(release(ready))).toEqual({});
    expect(retriesIn(release({ ...ready, description: "said before" }))).toEqual({ web: "said before" });
  });
});

describe("manifests", () => {
  it("are the stack file's own, and what add-ons need after installation", () => {
    const settings = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings", namespace: "web" } };
    const { cluster } = realStack("r730") as { cluster: Raw };
    const platform = { addons: { metallb: {} }, manifests: { own: { objects: [settings] } } };
    const { manifests } = plan(configOf({ ...realStack("r730"), cluster, platform }), "r730").platform ?? {};
    const [, ...others] = manifests ?? [];
    expect(others.map(({ name, after, objects }) => [name, after, objects.map(({ kind }) => kind)])).toEqual([
      ["metallb", ["metallb"], ["IPAddressPool", "L2Advertisement"]],
      ["own", [], ["ConfigMap"]],
    ]);
  });
});

describe("what a chart installs", () => {
  it("follows the values for replicas, placement, resources and enabled parts", () => {
    const facts = catalogue["cert-manager"]?.facts;
    if (facts === undefined) throw new Error("no facts");
    const webhook = {
      replicaCount: 3,
      resources: { requests: { cpu: 0.25, memory: "1Gi" }, limits: { memory: "2G" } },
    };
    const workloads = workloadsWith(facts, { webhook, cainjector: { enabled: false } });
    expect(workloads.map(({ name }) => name)).not.toContain("cert-manager-cainjector");
    const found = workloads.find(({ name }) => name === "cert-manager-webhook");
    expect(found?.replicas).toBe(3);
    expect(found?.containers[0]).toMatchObject({ cpuMillis: 250, memoryMiB: 1024, memoryLimitMiB: 1908 });
  });
});

/** Values and schemas of the charts as published; they are their owners', and are not part of this repository. */
const PUBLISHED = join(__dirname, "../../../../shared/data/charts");

describe.each(Object.keys(catalogue))("the entry of %s", (name) => {
  const entry = catalogue[name] as (typeof catalogue)[string];
  const folder = join(PUBLISHED, entry.facts.chart);
  const published = existsSync(join(folder, "values.yaml")) ? test : test.skip;

  it("has the data of its newest release", () => {
    expect(entry.facts.version).toBe(entry.facts.releases[0]?.version);
  });

  it("puts no workload into a namespace whose level refuses it", () => {
    const levels = ["privileged", "baseline", "restricted"];
    const mildest = Math.min(...entry.facts.workloads.map(({ podSecurity }) => levels.indexOf(podSecurity)));
    expect(levels.indexOf(entry.podSecurity)).toBeLessThanOrEqual(mildest);
  });

  it("limits every long-running container to its memory request", () => {
    for (const stack of ["asgard", "r730"]) {
      const workloads = workloadsWith(entry.facts, entry.values(surroundingsOf(stack)));
      const stay = workloads.filter(
        ({ kind, madeBy, containers: [{ values } = {}] }) => kind !== "Job" && !(madeBy && !values),
      );
      for (const { containers } of stay)
        for (const { name: container, memoryMiB, memoryLimitMiB } of containers)
          expect([container, memoryLimitMiB]).toEqual([container, memoryMiB ?? expect.any(Number)]);
    }
  });

  published("says nothing to its chart that the published one has no default for", () => {
    const nfd = { "node-feature-discovery": publishedValues("node-feature-discovery") };
    const defaults = merged(publishedValues(entry.facts.chart), name === "gpu-operator" ? nfd : {});
    const unknown = unknownIn(entry.values(surroundingsOf("r730")), defaults);
    expect(unknown.filter((key) => !NOT_SHOWN.includes(key))).toEqual([]);
  });

  published("limits the CPU of no container that stays", () => {
    const values = withoutNulls(merged(publishedValues(entry.facts.chart), entry.values(surroundingsOf("r730"))));
    expect(cpuLimitsIn(values).filter((path) => !OF_JOBS.test(path))).toEqual([]);
  });

  published("knows the keys of the published chart", () => {
    const defaults = publishedValues(entry.facts.chart);
    expect(Object.keys(defaults).filter((key) => !entry.facts.keys.includes(key))).toEqual([]);
  });
});

function surroundingsOf(stack: string) {
  const { cluster, nodes, gpus, proxmox, platform } = plan(configOf(realStack(stack)), stack);
  return { cluster, nodes, gpus, proxmox, addOns: (platform?.addOns ?? []).map((addOn) => addOn.name) };
}

/** Of Jobs, tests and what is switched off. */
const OF_JOBS = /^(crds\.migration|test|webhooksCleanup|addonResizer)\./;

/** Paths of CPU limits, of those that are said. */
function cpuLimitsIn(values: Values, path = ""): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (!isMap(value)) return [];
    const own = key === "limits" && value["cpu"] !== undefined ? [`${path}${key}.cpu`] : [];
    return [...own, ...cpuLimitsIn(value, `${path}${key}.`)];
  });
}

/** As Helm reads values: what is null is taken away. */
function withoutNulls(values: Values): Values {
  const kept = Object.entries(values).filter(([, value]) => value !== null);
  return Object.fromEntries(kept.map(([key, value]) => [key, isMap(value) ? withoutNulls(value) : value]));
}

function publishedValues(chart: string): Values {
  return parse(readFileSync(join(PUBLISHED, chart, "values.yaml"), "utf8")) as Values;
}

/** Keys that values.yaml of csi-driver-nfs has as comments only, and those of charts inside kube-prometheus-stack. */
const NOT_SHOWN = [
  ...["name", "reclaimPolicy", "mountOptions"].map((key) => `storageClass.${key}`),
  ...["kube-state-metrics", "prometheus-node-exporter", "grafana", "grafana.sidecar"].map((key) => `${key}.resources`),
  "prometheus-node-exporter.tolerations",
];

/** Keys that a chart's own values lack; a map without a key of its own takes any. */
function unknownIn(values: Values, defaults: Values, path = ""): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (!Object.hasOwn(defaults, key)) return [`${path}${key}`];
    const below = defaults[key];
    // What a container asks for has one form, in every chart.
    if (key === "resources") return [];
    return isMap(value) && isMap(below) && Object.keys(below).length > 0
      ? unknownIn(value, below, `${path}${key}.`)
      : [];
  });
}
