import type { DistributionName } from "../../distributions/cluster-schema";
import type { KeyEffect } from "../../model/key-effect";

/** What an edit of one key does. Where distributions differ, each says its own. */
export type KeyEffects = KeyEffect | Readonly<Partial<Record<DistributionName, KeyEffect>>>;
