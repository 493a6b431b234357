import type { NodePlan } from "../../model/cluster-plan";
import type { MachineEvent } from "../events";
import type { Invariant, InvariantContext } from "./invariant";
import { followPower } from "./power";
import { diskGiBOf } from "./vm-config";

type Size = NonNullable<MachineEvent["running"]>;

/**
 * Judged at every start but those that a host does by itself when its power is back, and again when a run is over: a
 * resize that was written down but never reached the running machine is found then. Disks grow while running, so there the configuration counts.
 */
export const plannedSize: Invariant = {
  name: "planned-size",
  description: "no machine runs with less disk, memory or cores than planned",
  watch(context) {
    const sizes = new Map<string, Size>();
    const running = new Set<string>();
    return {
      event(event) {
        if (event.kind !== "machine") return;
        followPower(running, event);
        if (event.change === "starting" && event.running) {
          sizes.set(event.machine, event.running);
          if (event.byOthers !== true) judge(event.machine, event.running, "started", context);
        }
        const size = sizes.get(event.machine);
        if (event.change === "config" && event.config && size) {
          const diskGiB = Math.max(size.diskGiB, diskGiBOf(event.config) ?? 0);
          sizes.set(event.machine, { ...size, diskGiB });
        }
      },
      phaseEnded({ kind }) {
        if (kind === "preview") return;
        for (const [machine, size] of sizes) if (running.has(machine)) judge(machine, size, "runs", context);
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
    why: "the plan promises its size to the pods it is meant to carry",
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
