import type * as pulumi from "@pulumi/pulumi";
import type { VirtualMachine } from "../virtual-machine";

/** By value, so that Pulumi ends what lives on the machine before it ends the machine. */
export function machineIdentity({ vmId, node }: VirtualMachine): pulumi.Input<string | number>[] {
  return [vmId, node.generation, node.address];
}
