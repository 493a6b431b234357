import { createHash } from "node:crypto";
import { stringify } from "yaml";
import type { PackedChart, Site, SiteAnswer } from "./site";

const CREATED = "2026-01-01T00:00:00Z";

/** A repository of charts: a list, and the packages beside it. */
export class RepositorySite implements Site {
  readonly hosts: readonly string[];
  private readonly base: string;
  private readonly charts: readonly PackedChart[];
  private readonly isLost: (chart: string) => boolean;

  constructor(address: string, charts: readonly PackedChart[], isLost: (chart: string) => boolean) {
    this.base = address;
    this.charts = charts;
    this.isLost = isLost;
    this.hosts = [new URL(address).host];
  }

  answer({ href }: URL): SiteAnswer | undefined {
    if (href === `${this.base}/index.yaml`) return { type: "text/yaml", body: Buffer.from(stringify(this.index())) };
    const found = this.charts.find((chart) => href === `${this.base}/${fileOf(chart)}`);
    return found && !this.isLost(found.chart) ? { type: "application/gzip", body: found.content } : undefined;
  }

  private index() {
    const names = [...new Set(this.charts.map(({ chart }) => chart))];
    const entries = names.map((name) => [name, this.charts.filter(({ chart }) => chart === name).map(entryOf)]);
    return { apiVersion: "v1", entries: Object.fromEntries(entries) as Record<string, unknown>, generated: CREATED };
  }
}

const fileOf = ({ chart, version }: PackedChart): string => `${chart}-${version}.tgz`;

function entryOf(packed: PackedChart) {
  const { chart, version, content } = packed;
  const digest = createHash("sha256").update(content).digest("hex");
  return { apiVersion: "v2", name: chart, version, digest, urls: [fileOf(packed)], created: CREATED };
}
