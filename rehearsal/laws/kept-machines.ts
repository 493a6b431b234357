import type { Law } from "./law";

/** Some machines are not this program's to end, whatever the stack file says next. */
export const keptMachines: Law = {
  name: "kept-machines",
  sentence: "no protected machine is destroyed, and no decommissioned one is started, changed or destroyed",
  watch: (context) => ({
    event(event) {
      if (event.kind !== "machine") return;
      const kept = context.plan()?.appliances?.find(({ vmId }) => vmId === event.vmId);
      if (!kept) return;
      const retired = kept.state === "decommissioned" && event.change !== "stopped";
      const isProtected = kept.state !== "decommissioned" && kept.protect && event.change === "destroyed";
      if (!retired && !isProtected) return;
      context.broken({
        machine: event.machine,
        what: `${kept.name} (VMID ${kept.vmId}) is ${retired ? "decommissioned" : "protected"}, but: ${event.change}`,
        why: "only an explicit decision of its owner may do that: its data is nowhere else",
      });
    },
  }),
};
