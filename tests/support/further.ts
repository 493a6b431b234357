/**
 * Whether every row of the long tables is run: every distribution, every moment, every fault. `npm test -- --all` says so,
 * as CI does; `npm test` runs the first row of each, for who waits.
 */
const everyRow = process.env["HOMELAB_TEST_ALL"] === "1";

/** The rows of a table of tests that this run takes; the first is the one that fails most often. */
export function rows<T>(...[first, ...others]: readonly [T, ...T[]]): T[] {
  return everyRow ? [first, ...others] : [first];
}

/** A test that only a whole run has: what it shows another one shows too, on another distribution or at another moment. */
export function further(sentence: string, run: () => Promise<void>): void {
  if (everyRow) test(sentence, run);
}
