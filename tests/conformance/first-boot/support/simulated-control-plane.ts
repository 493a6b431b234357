import type { JoinMaterial } from "../../../../distributions/kubeadm/script";
import type { KubeadmPlan } from "../../../../distributions/kubeadm/plan";
import { type Machine, machineOf, planOf, type RecordedStack } from "./documents";
import { freshMaterial, joinKeys, KubeadmScripts } from "./kubeadm-scripts";
import type { Neighbour } from "./neighbour";
import { Simulated } from "./simulated";

const API_PORT = 6443;
/** In milliseconds: a token of a quarter of an hour lives for three minutes, enough for a machine that is slow to simulate. */
const SECOND = 200;

/** A control plane of kubeadm in the rehearsal's world that has founded its cluster, and lets real machines in. */
export class SimulatedControlPlane {
  readonly world: Simulated;
  /** What a worker is given to join it. */
  readonly material: JoinMaterial;
  private readonly machine: Machine;

  private constructor(world: Simulated, machine: Machine, caCert: string) {
    this.world = world;
    this.machine = machine;
    this.material = { caCert, joinKey: joinKeys.worker.private, hostKeys: [machine.hostKey] };
  }

  static async found(name: string, recorded: RecordedStack<KubeadmPlan>): Promise<SimulatedControlPlane> {
    const world = await Simulated.start(recorded.plan, SECOND);
    const machine = await machineOf(name, recorded);
    const plan = planOf(name, recorded.plan);
    const scripts = new KubeadmScripts(recorded.plan);
    const material = await freshMaterial();
    await world.boot(machine);
    await world.run(machine, scripts.controlPlane(plan, material), "found");
    await world.run(machine, scripts.controlPlane(plan, { ...material, caKey: "" }), "join");
    return new SimulatedControlPlane(world, machine, material.caCert);
  }

  /** Its SSH and its API. */
  neighbours(): Promise<Neighbour[]> {
    const ports = [this.machine.stack.access.sshPort, API_PORT];
    return Promise.all(ports.map((port) => this.world.neighbour(this.machine, port)));
  }

  /** Every token it knows. */
  async tokens(): Promise<string[]> {
    const listed = await this.world.run(this.machine, "kubeadm token list --kubeconfig /etc/kubernetes/admin.conf");
    return listed.match(/\b[a-z0-9]{6}\.[a-z0-9]{16}\b/g) ?? [];
  }

  close(): Promise<void> {
    return this.world.close();
  }
}
