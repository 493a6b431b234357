import type { JoinInputs } from "../../../../distributions/kubeadm/script";
import type { KubeadmPlan } from "../../../../distributions/kubeadm/plan";
import { type Machine, machineOf, planOf, type RecordedStack } from "./documents";
import { newInputs, joinKeys, KubeadmScripts } from "./kubeadm-scripts";
import type { Neighbour } from "./neighbour";
import { Simulated } from "./simulated";

const API_PORT = 6443;
/** In milliseconds: a token of a quarter of an hour lives for three minutes, enough for a machine that is slow to simulate. */
const SECOND = 200;

/** A control plane of kubeadm in the rehearsal's simulation that has initialized its cluster, and lets real machines in. */
export class SimulatedControlPlane {
  readonly simulation: Simulated;
  /** What a worker is given to join it. */
  readonly inputs: JoinInputs;
  private readonly machine: Machine;

  private constructor(simulation: Simulated, machine: Machine, caCert: string) {
    this.simulation = simulation;
    this.machine = machine;
    this.inputs = { caCert, joinKey: joinKeys.worker.private, hostKeys: [machine.hostKey] };
  }

  static async init(name: string, recorded: RecordedStack<KubeadmPlan>): Promise<SimulatedControlPlane> {
    const simulation = await Simulated.start(recorded.plan, SECOND);
    const machine = await machineOf(name, recorded);
    const plan = planOf(name, recorded.plan);
    const scripts = new KubeadmScripts(recorded.plan);
    const inputs = await newInputs();
    await simulation.boot(machine);
    await simulation.run(machine, scripts.controlPlane(plan, inputs), "init_cluster");
    await simulation.run(machine, scripts.controlPlane(plan, { ...inputs, caKey: "" }), "join");
    return new SimulatedControlPlane(simulation, machine, inputs.caCert);
  }

  /** Its SSH and its API. */
  neighbours(): Promise<Neighbour[]> {
    const ports = [this.machine.stack.access.sshPort, API_PORT];
    return Promise.all(ports.map((port) => this.simulation.neighbour(this.machine, port)));
  }

  /** Every token it knows. */
  async tokens(): Promise<string[]> {
    const listed = await this.simulation.run(
      this.machine,
      "kubeadm token list --kubeconfig /etc/kubernetes/admin.conf",
    );
    return listed.match(/\b[a-z0-9]{6}\.[a-z0-9]{16}\b/g) ?? [];
  }

  close(): Promise<void> {
    return this.simulation.close();
  }
}
