import type { StackConfig } from "../../distributions/distribution";
import type { Issue } from "../../model/errors";

/** Looks at a configuration of right shape and says everything that breaks this one rule. */
export type Rule = (config: StackConfig) => Issue[];

/** Entries whose key was met before; `keyOf` may answer undefined for "nothing to compare". */
export function repeated<T>(items: readonly T[], keyOf: (item: T) => string | undefined): { item: T; first: T }[] {
  const seen = new Map<string, T>();
  return items.flatMap((item) => {
    const key = keyOf(item);
    if (key === undefined) return [];
    const first = seen.get(key);
    if (first === undefined) seen.set(key, item);
    return first === undefined ? [] : [{ item, first }];
  });
}
