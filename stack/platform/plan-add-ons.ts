import { minorOf } from "../../model/kubernetes-releases";
import type { AddOnConfig, AddOnPlan, PlatformConfig } from "../../model/platform/add-on-plan";
import { entryNamed } from "./catalogue";
import type { CatalogueEntry, Surroundings } from "./catalogue-entry";
import type { ChartFacts, ChartRelease } from "../../model/platform/chart-facts";
import { merged } from "../../model/platform/values";

/** How long a chart of one's own may take to be ready, unless the stack file says. */
const TIMEOUT_SECONDS = 600;

/** By name. Whatever a stack file leaves out is the catalogue's to say; the rules hold that somebody says it. */
export function addOnPlans(platform: PlatformConfig, surroundings: Surroundings): AddOnPlan[] {
  const names = Object.keys(platform.addons).sort();
  return names.map((name) => addOnPlan(name, platform, surroundings));
}

function addOnPlan(name: string, platform: PlatformConfig, surroundings: Surroundings): AddOnPlan {
  const config = platform.addons[name] as AddOnConfig;
  const entry = entryNamed(name);
  const podSecurity = config.podSecurity ?? entry?.podSecurity;
  return {
    name,
    chart: config.chart ?? entry?.facts.chart ?? "",
    repository: config.repository ?? platform.chartMirror ?? entry?.facts.repository ?? "",
    version: config.version ?? (entry && releaseFor(entry.facts, surroundings.cluster)?.version) ?? "",
    ...(config.sha256 !== undefined && { sha256: config.sha256 }),
    namespace: namespaceOf(name, config),
    tier: tierOf(name, platform) ?? "",
    ...(podSecurity && { podSecurity }),
    values: merged(entry?.values(surroundings) ?? {}, config.values),
    after: before(config, entry).filter((other) => Object.hasOwn(platform.addons, other)),
    timeoutSeconds: config.timeoutSeconds ?? entry?.timeoutSeconds ?? TIMEOUT_SECONDS,
    ...(entry?.secrets && { secrets: entry.secrets }),
    ...(entry?.readyByHand !== undefined && { readyByHand: entry.readyByHand }),
  };
}

/** What is to be there before an add-on, whether the stack has it or not. */
export function before(config: Pick<AddOnConfig, "needs">, entry: CatalogueEntry | undefined): string[] {
  return [...new Set([...(entry?.needs ?? []), ...(entry?.after ?? []), ...config.needs])].sort();
}

export const namespaceOf = (name: string, { namespace }: Pick<AddOnConfig, "namespace">): string =>
  namespace ?? entryNamed(name)?.namespace ?? name;

/** Its own tier, else that of its namespace, else the catalogue's where the stack has that; undefined where nobody says. */
export function tierOf(name: string, { addons, namespaces, tiers }: PlatformConfig): string | undefined {
  const config = addons[name];
  if (config === undefined) return undefined;
  const ofEntry = entryNamed(name)?.tier;
  const usual = ofEntry !== undefined && Object.hasOwn(tiers, ofEntry) ? ofEntry : undefined;
  return config.tier ?? namespaces[namespaceOf(name, config)] ?? usual;
}

/** The newest release that its makers support on the cluster's Kubernetes. */
export function releaseFor(
  { releases }: Pick<ChartFacts, "releases">,
  { kubernetesVersion }: { readonly kubernetesVersion: string },
): ChartRelease | undefined {
  return releases.find((release) => supports(release, minorOf(kubernetesVersion)));
}

export const supports = ({ oldest, newest = Infinity }: ChartRelease, minor: number): boolean =>
  minor >= oldest && minor <= newest;

/** What is known of what an add-on installs; undefined of a chart that the catalogue does not have. */
export function factsOf({ name, chart }: Pick<AddOnPlan, "name" | "chart">): ChartFacts | undefined {
  const facts = entryNamed(name)?.facts;
  return facts?.chart === chart ? facts : undefined;
}
