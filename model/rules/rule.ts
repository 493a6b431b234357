import type { Config } from "../config";
import type { Issue } from "../errors";

/** Looks at a configuration of right shape and says everything that breaks this one rule. */
export type Rule = (config: Config) => Issue[];
