import { createHash } from "node:crypto";
import type { SimulatorContext } from "./context";

/** A number from 0 to 1 for something that is left to chance in life, by the place where it happens and the simulation's seed. */
export function chance({ hashOrder }: Pick<SimulatorContext, "hashOrder">, place: string): number {
  return createHash("sha1").update(`${hashOrder.seed}/${place}`).digest().readUInt32BE() / 2 ** 32;
}
