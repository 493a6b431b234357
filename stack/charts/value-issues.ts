import type { Issue } from "../../model/errors";
import type { AddOnPlan, PlatformConfig } from "../../model/platform/add-on-plan";
import { type Chart, readChart } from "./chart";
import { ChartCache, type ChartPackage } from "./chart-cache";
import { schemaIssues } from "./schema-issues";
import { unknownKeys, unreadKeys } from "./unknown-values";

export interface ValueFindings {
  /** What Helm would refuse, or swallow. */
  readonly issues: readonly Issue[];
  /** What is worth a second look; one sentence each. */
  readonly warnings: readonly string[];
}

interface WithAddOns {
  readonly config: { readonly platform?: PlatformConfig | undefined };
  readonly plan: { readonly platform?: { readonly addOns: readonly AddOnPlan[] } | undefined };
}

/** Holds values to the charts that are there: to their schemas, and to the keys that they know. */
export function valueFindings(
  { config, plan }: WithAddOns,
  packageFor: (addOn: AddOnPlan) => ChartPackage | undefined,
): ValueFindings {
  const each = (plan.platform?.addOns ?? []).map((addOn) => {
    const found = packageFor(addOn);
    const own = config.platform?.addons[addOn.name]?.values ?? {};
    return found === undefined ? NOTHING : findingsOf(addOn, own, found);
  });
  return { issues: each.flatMap(({ issues }) => issues), warnings: each.flatMap(({ warnings }) => warnings) };
}

/** The same with those of the cache alone, as nothing is fetched to print a plan. */
export const cachedFindings = (of: WithAddOns, cache = ChartCache.of()): ValueFindings =>
  valueFindings(of, (address) => cache.find(address));

const NOTHING: ValueFindings = { issues: [], warnings: [] };

function findingsOf(addOn: AddOnPlan, own: AddOnPlan["values"], found: ChartPackage): ValueFindings {
  const path = `platform.addons.${addOn.name}.values`;
  let chart: Chart;
  try {
    chart = readChart(found.content);
  } catch (error) {
    return { issues: [noChart(addOn, (error as Error).message)], warnings: [] };
  }
  const unknown = unknownKeys(chart, own, path);
  const said = new Set(unknown.map((issue) => issue.path));
  const refused = schemaIssues(chart, addOn.values, path).filter((issue) => !said.has(issue.path));
  return { issues: [...unknown, ...refused], warnings: unreadKeys(chart, own, path) };
}

const noChart = ({ name, chart, version, repository }: AddOnPlan, why: string): Issue => ({
  path: `platform.addons.${name}`,
  problem: `what ${repository} has as ${chart} ${version} is no chart: ${why}`,
  allowed: "must be a package as `helm package` makes it",
  remedy: "choose another release, or ask who runs the repository",
});
