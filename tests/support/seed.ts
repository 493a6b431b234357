import { parseSeed, type Seed } from "pve-simulator";

/** What chance follows in every simulation of this run of tests; `choose-seed.cjs` chose and printed it. */
export function seedOfThisRun(): Seed {
  return parseSeed(process.env["HOMELAB_SEED"] ?? "");
}
