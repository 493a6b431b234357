import type { AddOnPlan, PlatformConfig } from "./add-on-plan";
import type { ManifestsPlan } from "./manifest";
import type { PodSecurity } from "./chart-facts";

type TierConfig = PlatformConfig["tiers"][string];

/** A tier of namespaces, with every default filled in. */
export interface TierPlan extends TierConfig {
  /** Its rank, a digit, and a word, e.g. `4-aux`. */
  readonly name: string;
  readonly container: TierConfig["container"] & { readonly memoryLimitMiB: number };
  /** A container's memory limit equals its request. */
  readonly guaranteed: boolean;
}

/** A namespace that the program creates. */
export interface NamespacePlan {
  readonly name: string;
  readonly tier: TierPlan;
  /** Its Pod Security level: the tier's, or a less strict one that an add-on in it needs. */
  readonly podSecurity: PodSecurity;
}

/** What the program creates on the cluster. Plain data. */
export interface PlatformPlan {
  /** The most important first. */
  readonly tiers: readonly TierPlan[];
  /** By name. */
  readonly namespaces: readonly NamespacePlan[];
  /** By name. */
  readonly addOns: readonly AddOnPlan[];
  /** Those of add-ons and of the stack file, by name. */
  readonly manifests: readonly ManifestsPlan[];
}

/** Sorted by rank, and so by name. */
export function tiersOf({ tiers }: Pick<PlatformConfig, "tiers">): TierPlan[] {
  return Object.entries(tiers)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { container, ...tier }]) => {
      const memoryLimitMiB = container.memoryLimitMiB ?? container.memoryMiB;
      const guaranteed = memoryLimitMiB === container.memoryMiB;
      return { ...tier, name, container: { ...container, memoryLimitMiB }, guaranteed };
    });
}
