import type { PveClient } from "../../components/pve-client";
import type { HalfMade } from "./half-made";
import { halfMadeBridge } from "./half-made-bridge";
import { halfMadeFile } from "./half-made-file";
import { halfMadeMapping } from "./half-made-mapping";
import { halfMadeVm } from "./half-made-vm";
import type { StateResource } from "./stack-state";

/** What is known besides the pending creation itself. */
export interface Looked {
  readonly client: PveClient;
  /** What the state has. */
  readonly held: readonly StateResource[];
}

/** Reads a pending creation; undefined for everything that can be made over itself, as scripts are written to be. */
export function halfMade(resource: StateResource, { client, held }: Looked): HalfMade | undefined {
  return (
    halfMadeVm(resource, client) ??
    halfMadeMapping(resource, client) ??
    halfMadeBridge(resource, client) ??
    halfMadeFile(resource, held, client)
  );
}
