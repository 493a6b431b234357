import { statfsSync } from "node:fs";

/** What a rehearsal of six machines writes: states, their backups, logs and the report come to a third of it. */
const NEEDED_MIB = 64;
const MIB = 1024 * 1024;

/** Throws when the disk is so full that a rehearsal would fail half-way, where its messages say less. */
export function checkSpace(directory: string): void {
  const { bavail, bsize } = statfsSync(directory);
  const free = Math.floor((bavail * bsize) / MIB);
  if (free >= NEEDED_MIB) return;
  throw new Error(
    `${directory}: the disk is full, got ${free} MiB, must be at least ${NEEDED_MIB} MiB; free some space`,
  );
}
