import { parse } from "yaml";
import { type ChartAddress, type ChartPackage, packageOf } from "../../../stack/charts/chart-cache";
import { NoChartError } from "./no-chart";
import type { Web } from "./web";

interface Entry {
  readonly version?: string;
  readonly digest?: string;
  readonly urls?: readonly string[];
}

/** A repository of charts as Helm reads it: a list called index.yaml, which says where packages are and what they sum up to. */
export class Repository {
  private readonly web: Web;
  private readonly base: URL;
  private index: Promise<string> | undefined;

  constructor(web: Web, address: string) {
    this.web = web;
    this.base = new URL(address.endsWith("/") ? address : `${address}/`);
  }

  /** @throws NoChartError when it has no such package, or another one than its list says. */
  async fetch({ chart, version }: ChartAddress): Promise<ChartPackage> {
    const entries = entriesOf(await (this.index ??= this.readIndex()), chart);
    const found = entries.find((entry) => entry.version === version);
    const [address] = found?.urls ?? [];
    if (found === undefined || address === undefined) throw new NoChartError(notListed(entries, chart, version));
    const { status, body, url } = await this.web.get(new URL(address, this.base));
    if (status !== 200) throw new NoChartError(`${status} for ${url.href}`);
    const made = packageOf(body);
    const digest = found.digest?.replace(/^sha256:/, "");
    if (digest === undefined || digest === made.sha256) return made;
    throw new NoChartError(`a package of SHA-256 ${made.sha256}, while index.yaml says ${digest}`);
  }

  private async readIndex(): Promise<string> {
    const { status, body, url } = await this.web.get(new URL("index.yaml", this.base));
    if (status !== 200) throw new NoChartError(`${status} for ${url.href}`);
    return body.toString();
  }
}

/** The releases of a chart. Lists of large repositories take seconds to read, so only the part about it is. */
function entriesOf(index: string, chart: string): readonly Entry[] {
  const part = partAbout(index, chart);
  const read = (text: string): unknown => parse(text, { uniqueKeys: false, maxAliasCount: -1 });
  const entries = part === undefined ? (read(index) as { entries?: unknown } | null)?.entries : read(part);
  const found = (entries as Record<string, unknown> | null | undefined)?.[chart];
  return Array.isArray(found) ? (found as Entry[]) : [];
}

/** As Helm writes a list: the chart's name two characters in, and what is about it further in or behind a hyphen. */
function partAbout(index: string, chart: string): string | undefined {
  const begins = index.indexOf(`\n  ${chart}:\n`);
  if (begins === -1 || !/^entries:$/m.test(index)) return undefined;
  const rest = index.slice(begins + 1);
  const ends = rest.slice(1).search(/\n( {2})?[^\s-]/);
  return ends === -1 ? rest : rest.slice(0, ends + 2);
}

function notListed(entries: readonly Entry[], chart: string, version: string): string {
  const there = entries.flatMap((entry) => entry.version ?? []).slice(0, 5);
  return there.length === 0 ? `no chart ${chart} there` : `no ${chart} ${version} there, but ${there.join(", ")}`;
}
