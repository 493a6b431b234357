import type { Config } from "../config";

type PlatformConfig = NonNullable<Config["platform"]>;
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
}

/** What runs on the cluster from the first minute. Plain data. */
export interface PlatformPlan {
  /** The most important first. */
  readonly tiers: readonly TierPlan[];
  /** By name. */
  readonly namespaces: readonly NamespacePlan[];
}

/** The platform of a configuration that passed every rule; undefined where the stack has none. */
export function platformPlan({ platform }: Pick<Config, "platform">): PlatformPlan | undefined {
  if (platform === undefined) return undefined;
  const tiers = tiersOf(platform);
  const byName = new Map(tiers.map((tier) => [tier.name, tier]));
  const namespaces = Object.entries(platform.namespaces)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, tier]) => {
      const found = byName.get(tier);
      return found === undefined ? [] : [{ name, tier: found }];
    });
  return { tiers, namespaces };
}

/** In the order of their ranks, which is that of their names. */
export function tiersOf({ tiers }: PlatformConfig): TierPlan[] {
  return Object.entries(tiers)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { container, ...tier }]) => {
      const memoryLimitMiB = container.memoryLimitMiB ?? container.memoryMiB;
      const guaranteed = memoryLimitMiB === container.memoryMiB;
      return { ...tier, name, container: { ...container, memoryLimitMiB }, guaranteed };
    });
}
