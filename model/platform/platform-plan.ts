import type { AddOnPlan, PlatformConfig } from "./add-on-plan";
import type { ManifestsPlan } from "./manifest";
import type { PodSecurity } from "./chart-facts";

type TierConfig = PlatformConfig["tiers"][string];

/** How important namespaces are, with every default filled in. */
export interface TierPlan extends TierConfig {
  /** A digit, which is its rank, and a word, e.g. `4-aux`. */
  readonly name: string;
  readonly container: TierConfig["container"] & { readonly memoryLimitMiB: number };
  /** A container gets all the memory that it may use: its limit is what it asks for. */
  readonly guaranteed: boolean;
}

/** A namespace that the program makes. */
export interface NamespacePlan {
  readonly name: string;
  readonly tier: TierPlan;
  /** The level that it enforces: the tier's, or a milder one that an add-on in it needs. */
  readonly podSecurity: PodSecurity;
}

/** What runs on the cluster from the first minute. Plain data. */
export interface PlatformPlan {
  /** The most important first. */
  readonly tiers: readonly TierPlan[];
  /** By name. */
  readonly namespaces: readonly NamespacePlan[];
  /** By name. */
  readonly addOns: readonly AddOnPlan[];
  /** Those of add-ons and those of the stack file, by name. */
  readonly manifests: readonly ManifestsPlan[];
}

/** In the order of their ranks, which is that of their names. */
export function tiersOf({ tiers }: Pick<PlatformConfig, "tiers">): TierPlan[] {
  return Object.entries(tiers)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { container, ...tier }]) => {
      const memoryLimitMiB = container.memoryLimitMiB ?? container.memoryMiB;
      const guaranteed = memoryLimitMiB === container.memoryMiB;
      return { ...tier, name, container: { ...container, memoryLimitMiB }, guaranteed };
    });
}
