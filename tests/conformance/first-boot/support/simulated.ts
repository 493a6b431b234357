import type { ClusterPlan } from "../../../../model/cluster-plan";
import { ClusterRoom } from "../../../../rehearsal/cluster/cluster-room";
import { deriveWorld } from "../../../../rehearsal/derive-world";
import { succeed } from "../../../rehearsal/cluster/support";
import { bootMachine, machine as powerOn, smallWorld, type SmallWorld, ssh } from "../../../rehearsal/guests/support";
import type { Machine } from "./documents";

/** The same machines in the rehearsal's world. */
export class Simulated {
  private readonly world: SmallWorld;

  private constructor(world: SmallWorld) {
    this.world = world;
  }

  /** Without subnets: one machine alone has nobody for a gateway, on either side. */
  static async start(stack: ClusterPlan): Promise<Simulated> {
    const { subnets: _, ...spec } = deriveWorld(stack);
    return new Simulated(await smallWorld({ spec, software: (context) => new ClusterRoom(context) }));
  }

  /** Turns one on with exactly the documents its real counterpart gets. */
  async boot({ plan, documents }: Machine): Promise<void> {
    const { name, vmId, cores, memoryMiB, diskGiB, bridge, macAddress: mac, vlan } = plan;
    const nics = [{ bridge, mac, model: "virtio", ...(vlan !== undefined && { vlan }) }];
    const shape = { name, vmId, cores, memoryMiB, diskGiB, diskId: `${name}-0`, nics, cloudInit: documents };
    await bootMachine(this.world, powerOn(0, documents.vendorData, shape));
  }

  /** What a script prints that has to succeed. */
  async run({ stack: { access }, plan, hostKey }: Machine, script: string, step = ""): Promise<string> {
    const target = { address: plan.address, port: access.sshPort, user: access.user, expectKey: hostKey };
    return (await succeed(ssh(this.world, target, `sudo -n sh -s -- ${step}`, script))).stdout;
  }

  close(): Promise<void> {
    return this.world.close();
  }
}
