import { type ClusterWorld, clusterWorld, spec, succeed } from "../../../rehearsal/cluster/support";
import { bootMachine, ssh } from "../../../rehearsal/guests/support";
import { asgard, type Machine } from "./documents";

/** The same machines in the rehearsal's world. */
export class Simulated {
  private readonly world: ClusterWorld;

  private constructor(world: ClusterWorld) {
    this.world = world;
  }

  static async start(): Promise<Simulated> {
    return new Simulated(await clusterWorld());
  }

  /** Turns one on with exactly the documents its real counterpart gets. */
  async boot(machine: Machine): Promise<void> {
    await bootMachine(this.world, { ...spec(machine.plan), cloudInit: machine.documents });
  }

  /** What a script prints that has to succeed. */
  async run({ plan, hostKey }: Machine, script: string, step = ""): Promise<string> {
    const target = { address: plan.address, port: asgard.access.sshPort, expectKey: hostKey };
    return (await succeed(ssh(this.world, target, `sudo -n sh -s -- ${step}`, script))).stdout;
  }

  close(): Promise<void> {
    return this.world.close();
  }
}
