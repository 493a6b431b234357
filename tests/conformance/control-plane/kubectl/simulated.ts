import { renderNodeScript } from "../../../../distributions/rke2/script";
import {
  clusterSimulation,
  type ClusterSimulation,
  cp1,
  initCluster,
  joinAgent,
  on,
  onlyCluster,
  worker1,
  worker2,
} from "../../../rehearsal/cluster/support";
import { DYING, FILES, type Happening, type Step } from "./scenario";
import { budget } from "./workloads";
import type { Answer } from "../../readers/program";

export { cp1 };
/** The script around every call: it has the function that the scripts call kubectl by. */
export const script = renderNodeScript(worker1);

/** Long enough for a busy computer to keep to what is done every five seconds of the simulation. */
const SECOND_MS = 30;

export class SimulatedCluster {
  private readonly simulation: ClusterSimulation;

  private constructor(simulation: ClusterSimulation) {
    this.simulation = simulation;
  }

  static async open(): Promise<SimulatedCluster> {
    const simulation = await clusterSimulation({ latencies: { guestSecond: SECOND_MS } });
    const caHash = await initCluster(simulation, cp1);
    for (const worker of [worker1, worker2]) await joinAgent(simulation, worker, caHash);
    for (const [path, text] of Object.entries(FILES)) await on(simulation, cp1, `tee ${path}`, text);
    return new SimulatedCluster(simulation);
  }

  async ask({ call, after }: Step): Promise<Answer> {
    if (after) await this.happen(after);
    const typed = call.replaceAll("SERVER_ADDRESS", cp1.address);
    const { code, stdout, stderr } = await on(this.simulation, cp1, `sudo -n sh -s -- kubectl ${typed}`, script);
    return { status: code ?? null, stdout, stderr };
  }

  close(): Promise<void> {
    return this.simulation.close();
  }

  private async happen(what: Happening): Promise<void> {
    const cluster = onlyCluster(this.simulation);
    const [member] = cluster.etcd.members;
    switch (what) {
      case "budget":
        cluster.manifests.put(budget);
        return;
      case "no-budget":
        cluster.manifests.put({ ...budget, spec: { ...budget.spec, minAvailable: 0 } });
        return;
      case "silent":
        return cluster.kubeletSilent(DYING);
      case "no-quorum":
        if (member) member.up = false;
        return;
      case "no-api":
        if (member) member.up = true;
        await on(this.simulation, cp1, "sudo -n /usr/local/bin/rke2-killall.sh");
    }
  }
}
