import { gunzipSync } from "node:zlib";
import { parse, parseAllDocuments } from "yaml";
import { catalogue } from "../../stack/platform/catalogue";
import { ChartSites } from "../../rehearsal/charts/chart-sites";
import { standInChart } from "../../rehearsal/charts/stand-in-chart";
import { tarball } from "../../rehearsal/charts/tarball";
import { podinfo as addOn } from "../support/podinfo";

describe("the chart repositories of a rehearsal", () => {
  const sites = new ChartSites([addOn]);

  it("exist under the hosts that the plan names, and no others", () => {
    expect(sites.knowsHost("charts.example.net")).toBe(true);
    expect(sites.knowsHost("example.net")).toBe(false);
  });

  it("list the releases that the plan installs, with their digests", () => {
    const index = sites.answer("https://charts.example.net/stable/index.yaml");
    const { entries } = parse(String(index?.body)) as {
      entries: Record<string, { version: string; urls: string[] }[]>;
    };
    expect(entries["podinfo"]?.map(({ version }) => version)).toEqual(["6.7.0"]);
    const file = sites.answer(`https://charts.example.net/stable/${entries["podinfo"]?.[0]?.urls[0]}`);
    expect(file?.type).toBe("application/gzip");
  });

  it("have nothing else: another chart, another release, another path", () => {
    for (const path of ["stable/podinfo-6.7.1.tgz", "stable/other-6.7.0.tgz", "index.yaml", "stable/"])
      expect([path, sites.answer(`https://charts.example.net/${path}`)]).toEqual([path, undefined]);
  });
});

describe("a packed chart", () => {
  it("has the same bytes every time", () => {
    expect(tarball({ "a/b": "c" }).equals(tarball({ "a/b": "c" }))).toBe(true);
  });

  it("stores files in tar's format", () => {
    const bytes = gunzipSync(tarball({ "a/b.yaml": "text" }));
    expect(bytes.subarray(0, 8).toString()).toBe("a/b.yaml");
    expect(bytes.subarray(512, 516).toString()).toBe("text");
    expect(bytes.length).toBe(4 * 512);
  });
});

describe.each(Object.keys(catalogue))("the stand-in for %s", (name) => {
  const facts = (catalogue[name] as (typeof catalogue)[string]).facts;
  const chart = standInChart(facts);
  const file = (path: string): string => chart[`${facts.chart}/${path}`] ?? "";

  it("has every value that its templates read", () => {
    const values = parse(file("values.yaml")) as object;
    const read = Object.values(chart).flatMap((text) => [...text.matchAll(/\(index \.Values ([^)]+)\)/g)]);
    for (const [, quoted = ""] of read) {
      const keys = JSON.parse(`[${quoted.replaceAll('" "', '", "')}]`) as string[];
      const found = keys.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], values);
      expect([quoted, found]).not.toEqual([quoted, undefined]);
    }
  });

  it("is YAML after Helm has rendered it", () => {
    const worked = Object.entries(chart)
      .filter(([path]) => path.includes("/templates/"))
      .map(([, text]) => text.replace(/^\{\{-.*\}\}$/gm, "").replace(/\{\{.*?\}\}/g, "1"));
    const documents = worked.flatMap((text) => parseAllDocuments(text));
    expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  });

  it("says every value as JSON, which is YAML whoever reads it", () => {
    const expressions = Object.values(chart).flatMap((text) =>
      [...text.matchAll(/\{\{ (.*?) \}\}/g)].map(([, one]) => one),
    );
    expect(expressions.filter((one) => !/\| (toJson|int)$/.test(one ?? ""))).toEqual([]);
  });
});
