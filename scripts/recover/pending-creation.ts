import type { StackPlan } from "../../distributions/distribution";
import type { HalfMade } from "./half-made";
import { halfMadeBridge } from "./half-made-bridge";
import { halfMadeDocument } from "./half-made-document";
import { halfMadeMapping } from "./half-made-mapping";
import { halfMadeVm } from "./half-made-vm";
import type { StateResource } from "./stack-state";

/**
 * Reads a pending creation; undefined for everything that can be made over itself without asking: scripts are written to be
 * made twice, and of an image the host's record of tasks says whose download it was (components/strangers-files.ts).
 */
export function halfMade(resource: StateResource, plan: StackPlan): HalfMade | undefined {
  return (
    halfMadeVm(resource) ?? halfMadeMapping(resource) ?? halfMadeBridge(resource) ?? halfMadeDocument(resource, plan)
  );
}
