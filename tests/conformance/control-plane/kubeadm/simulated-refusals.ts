import { kubeadmPlan, kubeadmWorld, succeed, type KubeadmWorld } from "../../../rehearsal/cluster/kubeadm/support";
import { prepare, root, write } from "../../../rehearsal/cluster/kubeadm/by-hand";
import { minorOf, since } from "../../../../rehearsal/distributions/kubeadm/release";
import { inSection } from "../../../support/plans";
import type { Answer } from "../../readers/program";
import { JOIN_PATH, joinDocument, type Refusal, SMALL } from "./refusals";

/** The machines of the rehearsal's world on which kubeadm is refused, one after the other. */
export class SimulatedRefusals {
  private readonly world: KubeadmWorld;
  private readonly prepared = new Set<string>();

  private constructor(world: KubeadmWorld) {
    this.world = world;
  }

  static async open(version: string): Promise<SimulatedRefusals> {
    const planned = kubeadmPlan(inSection("cluster", { version }));
    const machines = planned.machines.map((each) => (each.name === SMALL ? { ...each, cores: 1 } : each));
    const plan = { ...planned, machines };
    return new SimulatedRefusals(await kubeadmWorld(plan, [version]));
  }

  async ask({ machine, simulated, command }: Refusal): Promise<Answer> {
    const { world } = this;
    if (!this.prepared.has(machine)) await prepare(world, machine);
    this.prepared.add(machine);
    await write(world, machine, JOIN_PATH, joinDocument(world.plan, machine));
    await succeed(root(world, machine, "sh -s", simulated));
    // The real machines have no runtime. Releases that ask crictl are told that there is one.
    if (minorOf(world.plan.cluster.version) >= since.runtimeApi)
      await root(world, machine, "systemctl stop containerd");
    const { code, stdout, stderr } = await root(world, machine, command);
    return { status: code ?? null, stdout, stderr };
  }

  close(): Promise<void> {
    return this.world.close();
  }
}
