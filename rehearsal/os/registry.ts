import { type OsFamily, systemOfImage } from "../../os/registry";
import type { CloudImage } from "../guests/image/cloud-image";
import { simulatedDebian } from "./debian";
import type { SimulatedOs } from "./simulated-os";
import { simulatedTalosOs } from "./talos";
import { simulatedUbuntu } from "./ubuntu";

/** The simulation's part of every operating system. One that is missing is an error of the compiler. */
const simulated: { readonly [F in OsFamily]: SimulatedOs } = {
  ubuntu: simulatedUbuntu,
  debian: simulatedDebian,
  talos: simulatedTalosOs,
};

/** The image a disk was made of, by its address, whatever a stack file says; undefined when nobody here knows what is on it. */
export function cloudImageOf(url: string): CloudImage | undefined {
  const system = systemOfImage(url);
  if (system?.version === undefined) return undefined;
  return simulated[system.family].cloudImage?.(system.version, url.split("/").at(-1) ?? "");
}
