import { createServer, type AddressInfo, type Server } from "node:net";
import type { StackPlan } from "../../../../distributions/distribution";
import { ClusterModule } from "../../../../rehearsal/distributions/cluster-module";
import { deriveSimulation } from "../../../../rehearsal/derive-simulation";
import { OUTSIDE } from "../../../../rehearsal/network/fabric";
import { succeed } from "../../../rehearsal/cluster/support";
import {
  bootMachine,
  machine as powerOn,
  smallSimulation,
  type SmallSimulation,
  ssh,
} from "../../../rehearsal/guests/support";
import type { Machine } from "./documents";
import type { Neighbour } from "./neighbour";

/** The same machines in the rehearsal's simulation. */
export class Simulated {
  private readonly simulation: SmallSimulation;
  private readonly joinHosts: Server[] = [];

  private constructor(simulation: SmallSimulation) {
    this.simulation = simulation;
  }

  /**
   * Without subnets: one machine alone has nobody for a gateway, on either side. A second lasts a millisecond there unless
   * a real machine has to keep pace.
   */
  static async start(stack: StackPlan, guestSecond = 1): Promise<Simulated> {
    const { subnets: _, ...spec } = deriveSimulation(stack);
    return new Simulated(
      await smallSimulation({ spec, latencies: { guestSecond }, software: (context) => new ClusterModule(context) }),
    );
  }

  /** Turns one on with exactly the documents its real counterpart gets. */
  async boot({ stack, plan, documents }: Machine): Promise<void> {
    const { name, vmId, cores, memoryMiB, diskGiB, bridge, macAddress: mac, vlan } = plan;
    const nics = [{ bridge, mac, model: "virtio", ...(vlan !== undefined && { vlan }) }];
    const shape = { name, vmId, cores, memoryMiB, diskGiB, diskId: `${name}-0`, nics, cloudInit: documents };
    const image = stack.templates[0]?.imageUrl ?? "";
    await bootMachine(this.simulation, powerOn(0, documents.vendorData, { ...shape, image }));
  }

  /** What a script prints that has to succeed. */
  async run({ stack: { access }, plan, hostKey }: Machine, script: string, step = ""): Promise<string> {
    const target = { address: plan.address, port: access.sshPort, user: access.user, expectKey: hostKey };
    return (await succeed(ssh(this.simulation, target, `sudo -n sh -s -- ${step}`, script))).stdout;
  }

  /** Lets real machines in to a service of a simulated one, through a port on loopback. */
  async neighbour({ plan: { address } }: Machine, port: number): Promise<Neighbour> {
    const joinHost = createServer((socket) => {
      const far = this.simulation.network.fabric.connect(OUTSIDE, address, port);
      socket.pipe(far).pipe(socket);
      socket.on("error", () => far.destroy());
      far.on("error", () => socket.destroy());
    });
    this.joinHosts.push(joinHost);
    await new Promise<void>((resolve) => joinHost.listen(0, "127.0.0.1", resolve));
    return { address, port, loopbackPort: (joinHost.address() as AddressInfo).port };
  }

  close(): Promise<void> {
    for (const joinHost of this.joinHosts) joinHost.close();
    return this.simulation.close();
  }
}
