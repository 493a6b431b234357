import type { Invariant } from "./invariant";

/** Some machines are not this program's to end, whatever the stack file says next. */
export const keptMachines: Invariant = {
  name: "kept-machines",
  description: "no protected machine is destroyed, and no decommissioned one is started, changed or destroyed",
  watch: (context) => ({
    event(event) {
      if (event.kind !== "machine") return;
      const kept = context.plan()?.vms?.find(({ vmId }) => vmId === event.vmId);
      if (!kept) return;
      const retired = kept.state === "decommissioned" && event.change !== "stopped";
      const isProtected = kept.state !== "decommissioned" && kept.protect && event.change === "destroyed";
      if (!retired && !isProtected) return;
      context.violations({
        machine: event.machine,
        what: `${kept.name} (VMID ${kept.vmId}) is ${retired ? "decommissioned" : "protected"}, but: ${event.change}`,
        why: "only its owner may decide that: there is no other copy of its data",
      });
    },
  }),
};
