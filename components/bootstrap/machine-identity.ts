import type * as pulumi from "@pulumi/pulumi";
import type { VirtualMachine } from "../virtual-machine";

/** By value, so that Pulumi ends what lives on the machine before it ends the machine. */
export function machineIdentity({ vmId, machine }: VirtualMachine): pulumi.Input<string | number>[] {
  return [vmId, machine.generation, machine.address];
}

/** What a living control plane runs for one that is dead: at once, and again before its machine goes. */
export function forgetDead(vm: VirtualMachine) {
  return { create: "forget_dead", delete: "forget_dead", triggers: machineIdentity(vm) };
}
