import type { CloudImage } from "../guests/image/cloud-image";

/** What the simulation has of an operating system: the counterpart of `NodeOs` in os/node-os.ts. */
export interface SimulatedOs {
  /**
   * What is on an image of a release, by the name of its file; undefined for a release that nobody here knows. Absent where
   * machines boot with what a distribution brings.
   */
  cloudImage?(version: string, file: string): CloudImage | undefined;
}
