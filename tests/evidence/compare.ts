import type { Rows } from "./evidence";

export interface Disagreements {
  /** What is used, and not in the table. */
  readonly missing: readonly string[];
  /** What is in the table, and used by nobody. */
  readonly unused: readonly string[];
  readonly twice: readonly string[];
}

export const agreement: Disagreements = { missing: [], unused: [], twice: [] };

/** Where what is used, each with those that use it, and what a part of the table has are not the same. */
export function compare(used: ReadonlyMap<string, readonly string[]>, part: readonly Rows[]): Disagreements {
  const known = part.flatMap(({ what }) => what);
  const missing = [...used].filter(([one]) => !known.includes(one));
  return {
    missing: missing.map(([one, users]) => `${one} (used by ${users.join(", ")})`),
    unused: known.filter((one) => !used.has(one)),
    twice: known.filter((one, index) => known.indexOf(one) !== index),
  };
}
