import { distributionOf } from "../../distributions/registry";
import type { Rule } from "./rule";

/** What only clusters of one distribution can break stands in its folder. */
const distributionHasNothingToSay: Rule = (config) => distributionOf(config.cluster).issues(config);

export const distributionRules: readonly Rule[] = [distributionHasNothingToSay];
