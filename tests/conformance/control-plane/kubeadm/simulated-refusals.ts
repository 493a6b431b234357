import {
  kubeadmPlan,
  kubeadmSimulation,
  succeed,
  type KubeadmSimulation,
} from "../../../rehearsal/cluster/kubeadm/support";
import { prepare, root, write } from "../../../rehearsal/cluster/kubeadm/by-hand";
import { kubeadmMinor, since } from "../../../../rehearsal/distributions/kubeadm/release";
import { inSection } from "../../../support/plans";
import type { Answer } from "../../readers/program";
import { JOIN_PATH, joinDocument, type Refusal, SMALL } from "./refusals";

/** The machines of the rehearsal's simulation on which kubeadm is refused, one after the other. */
export class SimulatedRefusals {
  private readonly simulation: KubeadmSimulation;
  private readonly prepared = new Set<string>();

  private constructor(simulation: KubeadmSimulation) {
    this.simulation = simulation;
  }

  static async open(version: string): Promise<SimulatedRefusals> {
    const planned = kubeadmPlan(inSection("cluster", { version }));
    const nodes = planned.nodes.map((each) => (each.name === SMALL ? { ...each, cores: 1 } : each));
    const plan = { ...planned, nodes };
    return new SimulatedRefusals(await kubeadmSimulation(plan, [version]));
  }

  async ask({ machine, simulated, command }: Refusal): Promise<Answer> {
    const { simulation } = this;
    if (!this.prepared.has(machine)) await prepare(simulation, machine);
    this.prepared.add(machine);
    await write(simulation, machine, JOIN_PATH, joinDocument(simulation.plan, machine));
    await succeed(root(simulation, machine, "sh -s", simulated));
    // The real machines have no runtime. Releases that ask crictl get the answer that there is one.
    if (kubeadmMinor(simulation.plan.cluster.version) >= since.runtimeApi)
      await root(simulation, machine, "systemctl stop containerd");
    const { code, stdout, stderr } = await root(simulation, machine, command);
    return { status: code ?? null, stdout, stderr };
  }

  close(): Promise<void> {
    return this.simulation.close();
  }
}
