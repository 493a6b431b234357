import { CLUSTER_EFFECTS } from "./cluster-effects";
import type { DistributionName } from "../../distributions/cluster-schema";
import type { KeyEffect } from "../../model/key-effect";
import type { KeyEffects } from "./effects-of-key";
import { ENVIRONMENT_EFFECTS } from "./environment-effects";
import { MACHINE_EFFECTS } from "./machine-effects";
import { PLATFORM_EFFECTS } from "./platform-effects";

/**
 * What an edit of each configuration key does to a cluster that is there already; `*` stands for a name that people
 * choose. The refusals, the notices of preview and up, and docs/edits.md are made of it. No key may be missing.
 */
export const KEY_EFFECTS: Readonly<Record<string, KeyEffects>> = {
  ...CLUSTER_EFFECTS,
  ...MACHINE_EFFECTS,
  ...ENVIRONMENT_EFFECTS,
  ...PLATFORM_EFFECTS,
};

/** The row of a key for a distribution; undefined where the distribution has no such key. */
export function effectOf(key: string, distribution: DistributionName): KeyEffect | undefined {
  const effects = KEY_EFFECTS[key];
  if (effects === undefined || isOne(effects)) return effects;
  return effects[distribution];
}

/** Whether a key does the same everywhere. */
export function isOne(effects: KeyEffects): effects is KeyEffect {
  return "effect" in effects;
}
