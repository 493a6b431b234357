import { existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { formatIssue } from "../../../model/errors";
import type { AddOnPlan } from "../../../model/platform/add-on-plan";
import type { ProxyVariables } from "../../../model/proxy-for";
import { withoutPasswords } from "../../../model/without-passwords";
import { type ChartCache, type ChartPackage, writeWhole } from "../../../stack/charts/chart-cache";
import { NoChartError } from "./no-chart";
import { OciRegistry } from "./oci-registry";
import { Repository } from "./repository";
import { Web } from "./web";

/** A chart that the plugin can read, or why there is none. */
export type ReadyChart = { readonly path: string; readonly found: ChartPackage } | { readonly problem: string };

/** By the names of add-ons. */
export type ReadyCharts = ReadonlyMap<string, ReadyChart>;

export interface ChartPlaces {
  readonly cache: ChartCache;
  /**
   * Where the plugin finds charts, relative to the folder that the program runs in, which is the plugin's too. What is
   * written here stands in the state, so it is the same in every checkout on every computer.
   */
  readonly folder: string;
  readonly env: ProxyVariables;
}

/** Beside the program; HOMELAB_CHARTS names another folder, for rehearsals, whose charts are no real ones. */
export const chartFolder = (env: ProxyVariables): string => env["HOMELAB_CHARTS"] ?? ".charts";

/**
 * Has the charts of these add-ons at hand (docs/decisions/0139): each is fetched once, into the cache. One that cannot be
 * had is a problem of its own add-on.
 */
export async function readyCharts(addOns: readonly AddOnPlan[], places: ChartPlaces): Promise<ReadyCharts> {
  const sources = new Sources(new Web(places.env));
  const ready = addOns.map(async (addOn) => [addOn.name, await readyChart(addOn, sources, places)] as const);
  return new Map(await Promise.all(ready));
}

/** Whom to ask for packages; a repository's list is read once for all of its charts. */
class Sources {
  private readonly web: Web;
  private readonly known = new Map<string, Repository | OciRegistry>();

  constructor(web: Web) {
    this.web = web;
  }

  at(address: string): Repository | OciRegistry {
    const known = this.known.get(address);
    if (known !== undefined) return known;
    const Source = address.startsWith("oci://") ? OciRegistry : Repository;
    const made = new Source(this.web, address);
    this.known.set(address, made);
    return made;
  }
}

async function readyChart(addOn: AddOnPlan, sources: Sources, places: ChartPlaces): Promise<ReadyChart> {
  try {
    const found = await packageFor(addOn, sources, places.cache);
    return { path: placed(addOn, found, places.folder), found };
  } catch (error) {
    return { problem: cannotBeHad(addOn, error as Error, places.cache) };
  }
}

async function packageFor(addOn: AddOnPlan, sources: Sources, cache: ChartCache): Promise<ChartPackage> {
  const cached = cache.find(addOn);
  if (cached !== undefined && isAsPinned(addOn, cached)) return cached;
  const fetched = await sources.at(addOn.repository).fetch(addOn);
  if (!isAsPinned(addOn, fetched))
    throw new NoChartError(`a package of SHA-256 ${fetched.sha256}, while the stack file says ${addOn.sha256}`);
  keepIfPossible(cache, addOn, fetched);
  return fetched;
}

const isAsPinned = ({ sha256 }: AddOnPlan, found: ChartPackage): boolean =>
  sha256 === undefined || sha256 === found.sha256;

/** Who has a home folder that nobody can write to fetches charts with every run. */
function keepIfPossible(cache: ChartCache, addOn: AddOnPlan, found: ChartPackage): void {
  try {
    cache.keep(addOn, found);
  } catch {
    // It is fetched again.
  }
}

/** Named by its content: where that is the same, nothing changes, and where it is not, the release is upgraded. */
function placed({ chart, version }: AddOnPlan, { content, sha256 }: ChartPackage, folder: string): string {
  const path = join(folder, `${chart}-${version}-${sha256.slice(0, 16)}.tgz`);
  mkdirSync(folder, { recursive: true });
  if (!existsSync(path) || statSync(path).size !== content.length) writeWhole(path, content);
  return `./${path}`;
}

function cannotBeHad({ name, chart, version, repository }: AddOnPlan, error: Error, { folder }: ChartCache): string {
  const { code } = error as NodeJS.ErrnoException;
  const unreachable = error instanceof NoChartError ? "" : ` from ${repository}`;
  return formatIssue({
    path: `platform.addons.${name}`,
    problem: `its chart is neither in the cache (${folder}) nor to be had`,
    got: withoutPasswords(`${error.message || code || "no answer"}${unreachable}`),
    allowed: `must be ${chart} ${version} of ${repository}`,
    remedy:
      "it, and what needs it, stay as they are until then: check repository, chart and version, the network and its proxy, " +
      "and run again",
  });
}
