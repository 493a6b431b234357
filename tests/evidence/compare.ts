import type { Rows } from "./evidence";

export interface Disagreements {
  /** What is used, and not in the table. */
  readonly missing: readonly string[];
  /** What is in the table, and used by nobody. */
  readonly unused: readonly string[];
  readonly twice: readonly string[];
}

export const agreement: Disagreements = { missing: [], unused: [], twice: [] };

/** Where what is used and what a part of the table has are not the same. */
export function compare(used: Iterable<string>, part: readonly Rows[]): Disagreements {
  const all = new Set(used);
  const known = part.flatMap(({ what }) => what);
  return {
    missing: [...all].filter((one) => !known.includes(one)),
    unused: known.filter((one) => !all.has(one)),
    twice: known.filter((one, index) => known.indexOf(one) !== index),
  };
}
