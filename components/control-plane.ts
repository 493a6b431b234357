import * as pulumi from "@pulumi/pulumi";
import type { MachinePlan } from "../model/cluster-plan";
import { Rke2Founding, Rke2Server } from "./bootstrap/rke2";
import { Rke2Turn } from "./bootstrap/rke2-turn";
import { machineName, type Site } from "./site";
import { VirtualMachine } from "./virtual-machine";

export interface ControlPlaneArgs {
  readonly site: Site;
  /** In joining order. */
  readonly machines: readonly MachinePlan[];
  /** What must be there before any machine is cloned. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * The servers, strictly one after another: each machine waits for the gate of the server before it. etcd admits one
 * learner at a time, and the same chain keeps a change or a replacement from ever taking two servers down.
 */
export class ControlPlane extends pulumi.ComponentResource {
  /** The server that speaks for the cluster. */
  readonly first: VirtualMachine;
  readonly founding: Rke2Founding;
  /** For `dependsOn`: the first server, whole. */
  readonly firstServer: pulumi.Resource;

  constructor(name: string, args: ControlPlaneArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:ControlPlane", name, {}, opts);
    const [firstMachine, ...others] = args.machines;
    if (!firstMachine) throw new Error("a control plane needs at least one machine");

    this.first = this.machine(name, firstMachine, args, []);
    this.founding = new Rke2Founding(name, { site: args.site, vm: this.first }, { parent: this });
    this.firstServer = this.server(name, this.first, args, []);

    let previous = { vm: this.first, server: this.firstServer };
    for (const next of others) {
      const turn = this.turn(name, previous, next, args);
      const vm = this.machine(name, next, args, [turn]);
      previous = { vm, server: this.server(name, vm, args, [turn]) };
    }
    this.registerOutputs({});
  }

  private turn(
    name: string,
    previous: { readonly vm: VirtualMachine; readonly server: pulumi.Resource },
    next: MachinePlan,
    { site }: ControlPlaneArgs,
  ) {
    const args = { site, previous: previous.vm, next, after: [previous.server] };
    return new Rke2Turn(machineName(name, next.name), args, { parent: this });
  }

  private machine(name: string, machine: MachinePlan, args: ControlPlaneArgs, turn: readonly pulumi.Resource[]) {
    const after = [...args.after, ...turn];
    return new VirtualMachine(machineName(name, machine.name), { machine, site: args.site, after }, { parent: this });
  }

  private server(name: string, vm: VirtualMachine, { site }: ControlPlaneArgs, after: readonly pulumi.Resource[]) {
    const args = { site, vm, founding: this.founding, after };
    return new Rke2Server(machineName(name, vm.machine.name), args, { parent: this });
  }
}
