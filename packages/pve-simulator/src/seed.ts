import { randomInt } from "node:crypto";

/** What chance follows in a simulation: a whole number that can be given again. */
export type Seed = number;

const most = 2 ** 32 - 1;

export function anySeed(): Seed {
  return randomInt(0, most + 1);
}

/** Reads a seed somebody gave. */
export function parseSeed(text: string): Seed {
  const seed = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (seed <= most) return seed;
  throw new Error(`got "${text}", must be a whole number from 0 to ${most}, e.g. 42`);
}
