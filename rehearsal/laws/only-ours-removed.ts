import { isLiving } from "../../model/appliance-plan";
import type { Law } from "./law";

/** Counts as ours: what any plan of this rehearsal named, by VMID and by name. */
export const onlyOursRemoved: Law = {
  name: "only-ours-removed",
  sentence: "no machine is stopped or destroyed that no plan of this program ever named",
  watch(context) {
    const ours = new Set<string>();
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
        const isRemoval = event.change === "stopping" || event.change === "destroyed";
        if (ours.size === 0 || !isRemoval || ours.has(`${event.vmId} ${event.machine}`)) return;
        context.broken({
          machine: event.machine,
          what: `${event.machine} (VMID ${event.vmId}) is ${event.change}, but it is not ours`,
          why: "other machines of the host belong to somebody else",
        });
      },
    };
  },
};
