import { createHash } from "node:crypto";

/**
 * Whether every row of the long tables is run: every distribution, every moment, every fault. `npm test -- --all` says so,
 * as CI does; `npm test` runs the first row of each, for who waits.
 */
const everyRow = process.env["HOMELAB_TEST_ALL"] === "1";

/** The rows of a table of tests that this run takes; the first is the one that fails most often. */
export function rows<T>(...[first, ...others]: readonly [T, ...T[]]): T[] {
  return everyRow ? [first, ...others] : [first];
}

/** Groups of tests that only a whole run has, as {@link further} has single ones. */
export const furtherGroups = everyRow ? describe.each : describe.skip.each;

/** As many rows of a table whose rows are alike, others in every run: chance takes them, and follows the run's seed. */
export function some<T>(all: readonly T[], count: number): T[] {
  if (everyRow || all.length <= count) return [...all];
  const order = createHash("sha256")
    .update(process.env["HOMELAB_SEED"] ?? "")
    .digest();
  const start = order.readUInt32BE(0);
  const step = Math.floor(all.length / count);
  return Array.from({ length: count }, (_, index) => all[(start + index * step) % all.length] as T);
}

/**
 * A test that only a whole run has: what it shows another one shows too, on another distribution or at another moment. Other
 * runs list it as skipped; a file may have no test but such, and jest fails a file without any.
 */
export function further(description: string, run: () => Promise<void>): void {
  const add = everyRow ? test : test.skip;
  add(description, run);
}
