import { chance } from "../chance";
import type { SimulatorContext } from "../context";
import type { Vm } from "./vm";

/**
 * What the list of the cluster knows of guests comes from a daemon of each host that reports every ten seconds
 * (pvestatd; pve-manager, API2Tools.pm, `extract_vm_stats`): until its next round a new guest has a number and no name.
 */
export class StatusReports {
  private readonly reportedAt = new Map<number, number>();
  private readonly simulation: SimulatorContext;

  constructor(simulation: SimulatorContext) {
    this.simulation = simulation;
  }

  /** A guest is there from now on; when the next round comes is left to chance. */
  made({ vmId }: Vm): void {
    const now = this.simulation.clock.now();
    const wait = this.simulation.latencies.statusReport * chance(this.simulation, `status report of ${vmId} at ${now}`);
    this.reportedAt.set(vmId, now + wait);
  }

  isReported({ config, vmId }: Vm): boolean {
    if (config["lock"] === "create" || config["lock"] === "clone") return false;
    return this.simulation.clock.now() >= (this.reportedAt.get(vmId) ?? 0);
  }
}
