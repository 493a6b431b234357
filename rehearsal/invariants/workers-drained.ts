import type { ClusterEvent, MachineEvent } from "../events";
import type { Invariant, InvariantContext } from "./invariant";

/**
 * Judged when the machine is destroyed, or started again after it was switched off in a run: a reboot from inside and what a
 * person does between runs is nobody's edit. Deleting the Node object is no drain. Where the cluster has no server left, or
 * no quorum, nobody could drain and nothing could take the pods: there it holds nothing against anybody.
 */
export const workersDrained: Invariant = {
  name: "workers-drained",
  description: "no worker is removed or restarted while its node may still hold workload pods",
  watch(context) {
    const clusters = new Clusters();
    const cutOff = new Set<string>();
    return {
      event(event) {
        if (event.kind === "cluster") clusters.note(event);
        if (event.kind !== "machine") return;
        const { machine, change } = event;
        if (change === "stopped" && isInRun(context) && clusters.couldHaveDrained(machine)) cutOff.add(machine);
        if (change === "starting" && event.byOthers !== true && cutOff.has(machine))
          context.violations(breach(machine, "restarted"));
        if (change === "destroyed" && clusters.couldHaveDrained(machine))
          context.violations(breach(machine, "destroyed"));
        if (change === "destroyed") clusters.forget(machine);
        if (isOver(change)) cutOff.delete(machine);
      },
    };
  },
};

const isOver = (change: MachineEvent["change"]): boolean => ["starting", "booted", "destroyed"].includes(change);

function isInRun(context: InvariantContext): boolean {
  const kind = context.phase()?.kind;
  return kind === "up" || kind === "change";
}

function breach(machine: string, how: "restarted" | "destroyed") {
  return {
    machine,
    what: `${machine} was ${how} while its node had not been drained`,
    why: "its pods die without notice and their volumes stay attached until a time-out",
  };
}

/** Which cluster has which servers, and which workers still hold pods in which cluster. */
class Clusters {
  private readonly loaded = new Map<string, string>();
  private readonly servers = new Map<string, string>();
  private readonly stuck = new Set<string>();

  note({ change, cluster, machine }: ClusterEvent): void {
    if (change === "quorum-lost") this.stuck.add(cluster);
    if (change === "quorum-regained") this.stuck.delete(cluster);
    if (machine === undefined) return;
    if (change === "agent-joined") this.loaded.set(machine, cluster);
    if (change === "node-drained") this.loaded.delete(machine);
    if (change === "node-uncordoned" && !this.servers.has(machine)) this.loaded.set(machine, cluster);
    if (change === "initialized" || change === "server-joined") this.servers.set(machine, cluster);
    if (change === "server-left") this.servers.delete(machine);
  }

  couldHaveDrained(worker: string): boolean {
    const cluster = this.loaded.get(worker);
    if (cluster === undefined || this.stuck.has(cluster)) return false;
    return [...this.servers.values()].includes(cluster);
  }

  forget(machine: string): void {
    this.loaded.delete(machine);
    this.servers.delete(machine);
  }
}
