import { isLiving } from "../../model/appliance-plan";
import type { MachineEvent } from "../events";
import type { Law } from "./law";

/** What somebody does to a machine or its disks; booting and stopping is then its own affair. */
const deeds: Partial<Record<MachineEvent["change"], string>> = {
  config: "changed",
  "disk-removed": "robbed of a disk",
  starting: "started",
  stopping: "stopped",
  destroyed: "destroyed",
};

/**
 * Counts as ours: what any plan of this rehearsal named, by VMID and by name. What was made under no such name is still
 * dressed and started by its maker, but not removed: somebody else may have made it.
 */
export const onlyOursTouched: Law = {
  name: "only-ours-touched",
  sentence: "no machine is changed, started, stopped or destroyed that no plan of this program ever named",
  watch(context) {
    const ours = new Set<string>();
    const made = new Set<number>();
    const learn = () => {
      const plan = context.plan();
      const living = (plan?.appliances ?? []).filter(isLiving);
      const all = [...(plan?.machines ?? []), ...(plan?.templates ?? []), ...living];
      for (const { vmId, name } of all) ours.add(`${vmId} ${name}`);
    };
    return {
      event(event) {
        if (event.kind !== "machine") return;
        learn();
        if (event.change === "created") made.add(event.vmId);
        const deed = deeds[event.change];
        if (ours.size === 0 || deed === undefined || ours.has(`${event.vmId} ${event.machine}`)) return;
        if (made.has(event.vmId) && (event.change === "config" || event.change === "starting")) return;
        context.broken({
          machine: event.machine,
          what: `${event.machine} (VMID ${event.vmId}) is ${deed}, but it is not ours`,
          why: "other machines of the host belong to somebody else",
        });
      },
    };
  },
};
