import { createServer, type AddressInfo, type Server } from "node:net";
import type { ClusterPlan } from "../../../../model/cluster-plan";
import { ClusterRoom } from "../../../../rehearsal/cluster/cluster-room";
import { deriveWorld } from "../../../../rehearsal/derive-world";
import { OUTSIDE } from "../../../../rehearsal/network/fabric";
import { succeed } from "../../../rehearsal/cluster/support";
import { bootMachine, machine as powerOn, smallWorld, type SmallWorld, ssh } from "../../../rehearsal/guests/support";
import type { Machine } from "./documents";
import type { Neighbour } from "./neighbour";

/** The same machines in the rehearsal's world. */
export class Simulated {
  private readonly world: SmallWorld;
  private readonly doors: Server[] = [];

  private constructor(world: SmallWorld) {
    this.world = world;
  }

  /**
   * Without subnets: one machine alone has nobody for a gateway, on either side. A second lasts a millisecond there unless
   * a real machine has to keep pace.
   */
  static async start(stack: ClusterPlan, guestSecond = 1): Promise<Simulated> {
    const { subnets: _, ...spec } = deriveWorld(stack);
    return new Simulated(
      await smallWorld({ spec, latencies: { guestSecond }, software: (context) => new ClusterRoom(context) }),
    );
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

  /** Lets real machines in to a service of a simulated one, through a port on loopback. */
  async neighbour({ plan: { address } }: Machine, port: number): Promise<Neighbour> {
    const door = createServer((socket) => {
      const far = this.world.network.fabric.connect(OUTSIDE, address, port);
      socket.pipe(far).pipe(socket);
      socket.on("error", () => far.destroy());
      far.on("error", () => socket.destroy());
    });
    this.doors.push(door);
    await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
    return { address, port, loopbackPort: (door.address() as AddressInfo).port };
  }

  close(): Promise<void> {
    for (const door of this.doors) door.close();
    return this.world.close();
  }
}
