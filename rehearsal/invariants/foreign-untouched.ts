import { isInService } from "../../model/outside-vm-plan";
import type { Invariant } from "./invariant";

/**
 * The hosts know who made what: whatever was there before the program, or came from somebody else since. Of that only a
 * machine that the plan adopts may be touched.
 */
export const foreignUntouched: Invariant = {
  name: "foreign-untouched",
  description: "no guest, disk, file, bridge, mapping or pool of others is changed, started, stopped or deleted",
  watch(context) {
    const adopted = new Set<number>();
    return {
      event(event) {
        if (event.kind !== "foreign") return;
        for (const { vmId, ...machine } of (context.plan()?.vms ?? []).filter(isInService)) {
          if (machine.adopted) adopted.add(vmId);
        }
        if (event.vmId !== undefined && adopted.has(event.vmId)) return;
        context.violations({
          what: `${event.what} is ${event.deed}, but it is not ours`,
          why: "it belongs to somebody else",
        });
      },
    };
  },
};
