import type { ClusterEvent, MachineEvent } from "../events";
import type { Invariant, InvariantContext } from "./invariant";
import type { SimulationState } from "./simulation-state";

/**
 * Judged when the machine is destroyed, or started again after it was switched off in a run: a reboot from inside and what a
 * person does between runs is nobody's edit. Deleting the Node object is no drain. Where the cluster has no server left, or
 * no quorum, nobody could drain and nothing could take the pods: there it holds nothing against anybody.
 */
export const workersDrained: Invariant = {
  name: "workers-drained",
  description: "no worker is removed or restarted while its node may still hold workload pods",
  watch(context) {
    const pods = new Pods(() => context.state().members);
    const cutOff = new Set<string>();
    return {
      event(event) {
        if (event.kind === "cluster") pods.note(event);
        if (event.kind !== "machine") return;
        const { machine, change } = event;
        if (change === "stopped" && isInRun(context) && pods.couldBeDrained(machine)) cutOff.add(machine);
        if (change === "starting" && event.byOthers !== true && cutOff.has(machine))
          context.violations(breach(machine, "restarted"));
        if (change === "destroyed" && pods.couldBeDrained(machine)) context.violations(breach(machine, "destroyed"));
        if (change === "destroyed") pods.forget(machine);
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
    why: "its pods are killed without notice, and their volumes stay attached until a timeout",
  };
}

/** Which workers still hold pods of which cluster, and which clusters could take them. */
class Pods {
  private readonly members: () => SimulationState["members"];
  private readonly loaded = new Map<string, string>();
  private readonly stuck = new Set<string>();

  constructor(members: () => SimulationState["members"]) {
    this.members = members;
  }

  note({ change, cluster, machine }: ClusterEvent): void {
    if (change === "quorum-lost") this.stuck.add(cluster);
    if (change === "quorum-regained") this.stuck.delete(cluster);
    if (machine === undefined) return;
    if (change === "agent-joined") this.loaded.set(machine, cluster);
    if (change === "node-drained") this.loaded.delete(machine);
    if (change === "node-uncordoned" && !this.members().has(machine)) this.loaded.set(machine, cluster);
  }

  couldBeDrained(worker: string): boolean {
    const cluster = this.loaded.get(worker);
    if (cluster === undefined || this.stuck.has(cluster)) return false;
    return [...this.members().values()].includes(cluster);
  }

  forget(machine: string): void {
    this.loaded.delete(machine);
  }
}
