import { createHash } from "node:crypto";
import { stringify } from "yaml";
import type { AddOnPlan } from "../../model/platform/add-on-plan";
import type { ChartFacts } from "../../model/platform/chart-facts";
import { factsOf } from "../../stack/platform/plan-add-ons";
import { standInChart } from "./stand-in-chart";
import { tarball } from "./tarball";

/** What a repository answers; undefined where it has nothing. */
export interface SiteAnswer {
  readonly type: string;
  readonly body: Buffer;
}

interface Packed {
  readonly addOn: Pick<AddOnPlan, "chart" | "version" | "repository">;
  readonly file: string;
  readonly content: Buffer;
}

/** The chart repositories of a plan, each under its real address, with stand-ins for the charts that the plan installs. */
export class ChartSites {
  private readonly charts: readonly Packed[];

  constructor(addOns: readonly AddOnPlan[]) {
    this.charts = addOns.map((addOn) => ({
      addOn,
      file: `${addOn.chart}-${addOn.version}.tgz`,
      content: tarball(standInChart({ ...knownOf(addOn), version: addOn.version })),
    }));
  }

  knowsHost(host: string): boolean {
    return this.charts.some(({ addOn }) => new URL(addOn.repository).host === host);
  }

  /** What is at an address, e.g. `https://charts.example.net/index.yaml`. */
  answer(url: string): SiteAnswer | undefined {
    const here = this.charts.filter(({ addOn }) => url.startsWith(`${bare(addOn.repository)}/`));
    const found = here.find(({ addOn, file }) => url === `${bare(addOn.repository)}/${file}`);
    if (found) return { type: "application/gzip", body: found.content };
    const inRepository = here.filter(({ addOn }) => url === `${bare(addOn.repository)}/index.yaml`);
    return inRepository.length === 0
      ? undefined
      : { type: "text/yaml", body: Buffer.from(stringify(indexOf(inRepository))) };
  }
}

const bare = (repository: string): string => repository.replace(/\/$/, "");

function indexOf(charts: readonly Packed[]) {
  const names = [...new Set(charts.map(({ addOn }) => addOn.chart))];
  const entries = names.map((name) => [name, charts.filter(({ addOn }) => addOn.chart === name).map(entryOf)]);
  return { apiVersion: "v1", entries: Object.fromEntries(entries) as Record<string, unknown>, generated: CREATED };
}

const CREATED = "2026-01-01T00:00:00Z";

function entryOf({ addOn: { chart, version }, file, content }: Packed) {
  const digest = createHash("sha256").update(content).digest("hex");
  return { apiVersion: "v2", name: chart, version, digest, urls: [file], created: CREATED };
}

/** Of a chart that the catalogue does not have nothing is known: it runs one pod that asks for nothing. */
function knownOf(addOn: AddOnPlan): ChartFacts {
  const { name, chart, version, repository } = addOn;
  const container = { name: "main", image: `${chart}:${version}` };
  return (
    factsOf(addOn) ?? {
      chart,
      version,
      appVersion: version,
      repository,
      source: "unknown",
      releases: [],
      compatibility: "unknown",
      keys: [],
      workloads: [{ kind: "Deployment", name, replicas: 1, podSecurity: "restricted", containers: [container] }],
      crds: [],
      objects: [],
    }
  );
}
