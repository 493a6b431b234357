import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { formatIssue } from "../../../model/errors";
import { tarball } from "../../../rehearsal/charts/tarball";
import { readChart } from "../../../stack/charts/chart";
import { ChartCache, packageOf } from "../../../stack/charts/chart-cache";
import { coalesced } from "../../../stack/charts/coalesced";
import { schemaIssues } from "../../../stack/charts/schema-issues";
import { unknownKeys, unreadKeys } from "../../../stack/charts/unknown-values";
import { unpacked } from "../../../stack/charts/unpacked";
import { chartPackage } from "../../support/chart-package";

const VALUES = {
  replicaCount: 1,
  image: { repository: "podinfo", tag: "" },
  resources: {},
  metrics: { enabled: false },
};
const SCHEMA = {
  $schema: "http://json-schema.org/draft-07/schema#",
  type: "object",
  properties: {
    replicaCount: { type: "integer", minimum: 0 },
    service: { type: "object", additionalProperties: false, properties: { type: { enum: ["ClusterIP", "NodePort"] } } },
  },
};
const podinfo = (files: Record<string, unknown> = {}) =>
  readChart(chartPackage("podinfo", "6.7.0", { "values.yaml": VALUES, ...files }));
const at = "platform.addons.web.values";

describe("a packed chart", () => {
  it("is what was packed, whatever the sizes of its files", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,20}$/), fc.string({ maxLength: 2000 })), (files) => {
        const read = Object.fromEntries(
          [...unpacked(tarball(files))].map(([path, content]) => [path, String(content)]),
        );
        expect(read).toEqual({ ...files });
      }),
    );
  });

  it("is refused when it ends in the middle, is no tar, or unpacks to more than any chart", () => {
    const whole = tarball({ "a/Chart.yaml": "name: a" });
    expect(() => readChart(whole.subarray(0, whole.length - 9))).toThrow();
    expect(() => readChart(gzipSync("<html>404</html>".repeat(100)))).toThrow("it is no tar");
    expect(() => readChart(gzipSync(Buffer.alloc(101 * 2 ** 20)))).toThrow();
    expect(() => readChart(tarball({ "a/README.md": "" }))).toThrow("there is no Chart.yaml in it");
  });

  it("has the values of charts in it under their names or aliases", () => {
    const chart = podinfo({
      "Chart.yaml": { name: "podinfo", version: "6.7.0", dependencies: [{ name: "redis", alias: "cache" }] },
      "charts/redis/Chart.yaml": { name: "redis", version: "1.0.0" },
      "charts/redis/values.yaml": { port: 6379 },
    });
    expect(coalesced(chart, { cache: { size: 1 }, global: { domain: "lan" } })["cache"]).toEqual({
      port: 6379,
      size: 1,
      global: { domain: "lan" },
    });
  });
});

describe("values of an add-on whose chart is there", () => {
  const issues = (values: Record<string, unknown>) =>
    schemaIssues(podinfo({ "values.schema.json": SCHEMA }), values, at).map(formatIssue);

  it("are held to its schema, with what would be right", () => {
    expect(issues({ replicaCount: 2 })).toEqual([]);
    expect(issues({ replicaCount: "two" })).toEqual([
      `${at}.replicaCount: the schema of podinfo 6.7.0 refuses it, got "two", must be integer; ` +
        "correct it; the chart's values.yaml and values.schema.json say what there is",
    ]);
    expect(issues({ service: { type: "Loadbalancer", port: 80 } })).toEqual([
      expect.stringContaining(`${at}.service.port: the schema of podinfo 6.7.0 knows no such key, got "port"`),
      expect.stringContaining(
        `${at}.service.type: the schema of podinfo 6.7.0 refuses it, got "Loadbalancer", must be "ClusterIP", "NodePort"`,
      ),
    ]);
  });

  it("are held to what its own values make of them: a null takes one away that the schema demands", () => {
    const demanding = podinfo({ "values.schema.json": { type: "object", required: ["replicaCount"] } });
    expect(schemaIssues(demanding, {}, at)).toEqual([]);
    expect(schemaIssues(demanding, { replicaCount: null }, at).map(({ path }) => path)).toEqual([`${at}.replicaCount`]);
  });

  it("are held to the schemas of charts in it, unless these are switched off", () => {
    const chart = podinfo({
      "charts/redis/Chart.yaml": { name: "redis", version: "1.0.0" },
      "charts/redis/values.schema.json": { properties: { port: { type: "integer" } } },
    });
    expect(schemaIssues(chart, { redis: { port: "x" } }, at).map(({ path }) => path)).toEqual([`${at}.redis.port`]);
    expect(schemaIssues(chart, { redis: { port: "x", enabled: false } }, at)).toEqual([]);
  });

  it.each([
    [
      "of draft 4",
      { $schema: "http://json-schema.org/draft-04/schema#", properties: { a: { minimum: 1, exclusiveMinimum: true } } },
    ],
    ["with a part elsewhere", { properties: { a: { $ref: "https://example.net/definitions.json#/a" } } }],
  ])("are Helm's alone to judge by a schema %s", (_, schema) => {
    expect(schemaIssues(podinfo({ "values.schema.json": schema }), { a: 0 }, at)).toEqual([]);
  });

  it.each(["2019-09", "2020-12"])("are judged by a schema of draft %s", (draft) => {
    const $schema = `https://json-schema.org/draft/${draft}/schema`;
    const schema = { $schema, properties: { a: { type: "string" } }, dependentRequired: { a: ["b"] } };
    const found = schemaIssues(podinfo({ "values.schema.json": schema }), { a: 1 }, at);
    expect(found.map(({ path }) => path).sort()).toEqual([`${at}.a`, `${at}.b`]);
  });
});

describe("keys of values that a chart does not have", () => {
  const withTemplate = podinfo({ "templates/deployment.yaml": "{{ .Values.priorityClassName }}" });

  it("are refused at the top, where Helm would swallow them, with the one that may be meant", () => {
    const own = { replicaCounts: 2, global: {}, priorityClassName: "x", image: {} };
    expect(unknownKeys(withTemplate, own, at).map(formatIssue)).toEqual([
      `${at}.replicaCounts: podinfo 6.7.0 has no such value, and Helm swallows it, got "replicaCounts", ` +
        'must be a key of the chart\'s values.yaml; did you mean "replicaCount"?',
    ]);
  });

  it("are warned of further below, where a map of one's own may stand", () => {
    const own = { image: { tags: "1", pullPolicy: "Always" }, resources: { anything: {} }, metrics: { "a.b/c": 1 } };
    const chart = podinfo({
      "values.yaml":
        "image: { repository: podinfo, tag: '' }\n# pullPolicy: Always\nresources: {}\nmetrics: { enabled: false }\n",
    });
    expect(unreadKeys(chart, own, at)).toEqual([
      `${at}.image.tags: nothing in podinfo 6.7.0 mentions "tags"; unless it is a name of your own, Helm swallows it`,
    ]);
  });
});

describe("the cache of charts", () => {
  const folder = mkdtempSync(join(tmpdir(), "homelab-charts-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const address = { chart: "podinfo", repository: "https://charts.example.net/", version: "6.7.0" };
  const cache = new ChartCache(folder);

  it("gives what was kept, for this repository, chart and version alone", () => {
    const kept = packageOf(Buffer.from("a chart"));
    cache.keep(address, kept);
    expect(cache.find({ ...address, repository: "https://charts.example.net" })).toEqual(kept);
    for (const other of [{ repository: "https://other.example.net" }, { chart: "podinf" }, { version: "6.7.1" }])
      expect(cache.find({ ...address, ...other })).toBeUndefined();
  });

  it("gives nothing that is not what it was when it was kept", () => {
    const [inside = ""] = readdirSync(folder);
    const [file = ""] = readdirSync(join(folder, inside));
    writeFileSync(join(folder, inside, file), "half a ch");
    expect(cache.find(address)).toBeUndefined();
  });
});
