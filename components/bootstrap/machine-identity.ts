import type * as pulumi from "@pulumi/pulumi";
import type { VirtualMachine } from "../virtual-machine";

/** Passed by value, so that Pulumi deletes what runs on the machine before the machine. */
export function machineIdentity({ vmId, node }: VirtualMachine): pulumi.Input<string | number>[] {
  return [vmId, node.generation, node.address];
}
