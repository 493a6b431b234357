import type { NodePlan } from "../../model/cluster-plan";
import type { MachineEvent } from "../events";
import type { Invariant, InvariantContext } from "./invariant";

type Size = NonNullable<MachineEvent["running"]>;

/**
 * Judged at every start but those that a host does by itself when its power is back, and again when a run is over: a
 * resize that was written down but never reached the running machine is found then. Disks grow while running, so there the configuration counts.
 */
export const plannedSize: Invariant = {
  name: "planned-size",
  description: "no machine runs with less disk, memory or cores than planned",
  watch(context) {
    return {
      event(event) {
        if (event.kind !== "machine" || event.change !== "starting" || event.byOthers === true) return;
        if (event.running) judge(event.machine, event.running, "started", context);
      },
      phaseEnded({ kind }) {
        if (kind === "preview") return;
        for (const { name, size, isRunning } of context.state().vms.values())
          if (isRunning && size) judge(name, size, "runs", context);
      },
    };
  },
};

function judge(machine: string, size: Size, verb: string, context: InvariantContext): void {
  const plan = context.plan()?.nodes.find(({ name }) => name === machine);
  const shortfalls = plan ? shortfallsOf(plan, size) : [];
  if (shortfalls.length === 0) return;
  context.violations({
    machine,
    what: `${machine} ${verb} with ${shortfalls.join(", ")}`,
    why: "its pods need the planned size",
  });
}

function shortfallsOf(plan: NodePlan, size: Size): string[] {
  const pairs: [number, number, string][] = [
    [size.cores, plan.cores, "cores"],
    [size.memoryMiB, plan.memoryMiB, "MiB of memory"],
    [size.diskGiB, plan.diskGiB, "GiB of disk"],
  ];
  return pairs.filter(([got, wanted]) => got < wanted).map(([got, wanted, unit]) => `${got} of ${wanted} ${unit}`);
}
