import type { HalfMade } from "./half-made";
import { halfMadeBridge } from "./half-made-bridge";
import { halfMadeMapping } from "./half-made-mapping";
import { halfMadeVm } from "./half-made-vm";
import type { StateResource } from "./stack-state";

/**
 * Reads a pending creation; undefined for everything that can be made over itself without asking: scripts and documents
 * are written to be made twice, and the host takes an image that is already there when its sum is the right one, and
 * refuses it otherwise.
 */
export function halfMade(resource: StateResource): HalfMade | undefined {
  return halfMadeVm(resource) ?? halfMadeMapping(resource) ?? halfMadeBridge(resource);
}
