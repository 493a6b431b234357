import type { Config } from "../../model/config";
import type { AddOnPlan, PlatformConfig } from "../../model/platform/add-on-plan";
import type { Surroundings, Tiers } from "./catalogue-entry";
import { minorOf } from "../../model/kubernetes-releases";
import type { PodSecurity } from "../../model/platform/chart-facts";
import type { Manifest, ManifestsPlan } from "../../model/platform/manifest";
import { entryNamed } from "./catalogue";
import { addOnPlans } from "./plan-add-ons";
import { ADMISSION_POLICIES_SINCE, tierAdmission } from "./policies/tier-admission";
import { type NamespacePlan, type PlatformPlan, tiersOf, type TierPlan } from "../../model/platform/platform-plan";

/** The platform of a configuration that passed every rule; undefined where the stack has none. */
export function platformPlan(
  { platform }: Pick<Config, "platform">,
  of: Omit<Surroundings, "addOns">,
): PlatformPlan | undefined {
  if (platform === undefined) return undefined;
  const surroundings = { ...of, addOns: Object.keys(platform.addons) };
  const tiers = tiersOf(platform);
  const addOns = addOnPlans(platform, surroundings);
  const namespaces = namespacesOf(platform, tiers, addOns);
  const manifests = [
    ...admissionOf(tiers, surroundings),
    ...objectsOf(addOns, surroundings, { tiers, namespaces }),
    ...manifestsOf(platform),
  ];
  return { tiers, namespaces, addOns, manifests };
}

function admissionOf(tiers: readonly TierPlan[], { cluster }: Surroundings): ManifestsPlan[] {
  if (minorOf(cluster.kubernetesVersion) < ADMISSION_POLICIES_SINCE) return [];
  return [{ name: "tiers", after: [], objects: tierAdmission(tiers) }];
}

function objectsOf(addOns: readonly AddOnPlan[], surroundings: Surroundings, tiers: Tiers): ManifestsPlan[] {
  const each = addOns.map(({ name }) => ({
    name,
    after: [name],
    objects: entryNamed(name)?.objects?.(surroundings, tiers) ?? [],
  }));
  return each.filter(({ objects }) => objects.length > 0);
}

function manifestsOf({ manifests }: PlatformConfig): ManifestsPlan[] {
  const names = Object.keys(manifests).sort();
  return names.map((name) => {
    const { needs = [], objects = [] } = manifests[name] ?? {};
    return { name, after: needs, objects: objects as unknown as readonly Manifest[] };
  });
}

/** Those of the stack file, and those of its add-ons. */
function namespacesOf(
  { namespaces }: PlatformConfig,
  tiers: readonly TierPlan[],
  addOns: readonly AddOnPlan[],
): NamespacePlan[] {
  const byName = new Map(tiers.map((tier) => [tier.name, tier]));
  const ofAddOns = addOns.map(({ namespace, tier }) => [namespace, tier] as const);
  return [...new Map([...ofAddOns, ...Object.entries(namespaces)])]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, tier]) => {
      const found = byName.get(tier);
      const inIt = addOns.filter(({ namespace }) => namespace === name);
      return found === undefined ? [] : [{ name, tier: found, podSecurity: levelOf(found, inIt) }];
    });
}

/** From the mildest to the strictest. */
const LEVELS: readonly PodSecurity[] = ["privileged", "baseline", "restricted"];

function levelOf({ podSecurity }: TierPlan, addOns: readonly AddOnPlan[]): PodSecurity {
  const needed = addOns.flatMap((addOn) => addOn.podSecurity ?? []);
  return LEVELS.find((level) => level === podSecurity || needed.includes(level)) ?? podSecurity;
}
