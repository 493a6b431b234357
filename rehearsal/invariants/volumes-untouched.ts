import type { Invariant } from "./invariant";

/** A CSI driver attaches volumes to nodes while they run, and people add disks: no stack file knows of them. */
export const volumesUntouched: Invariant = {
  name: "volumes-untouched",
  description: "no disk that others attached to a machine is detached, changed or deleted",
  watch: (context) => ({
    event(event) {
      if (event.kind !== "foreign" || event.attachedTo === undefined) return;
      context.violations({
        machine: event.attachedTo,
        what: `${event.what} is ${event.deed} while it belongs to ${event.attachedTo}`,
        why: "software that writes to it loses data",
      });
    },
  }),
};
