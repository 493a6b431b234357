import type { ClusterPlan } from "./cluster-plan";
import type { Guest } from "./inventory";
import { plannedGuests } from "./planned-guests";

/**
 * Machines under Proxmox' HA: what it does with them that the stack file cannot say. It skips the start order and ends an
 * orderly shutdown after 60 s (pve-ha-manager, Resources/PVEVM.pm), and starts a machine elsewhere.
 */
export function haNotices(plan: ClusterPlan, guests: readonly Guest[]): string[] {
  return plannedGuests(plan).flatMap(({ path, vmId, name }) => {
    const state = guests.find((guest) => guest.vmId === vmId)?.haState;
    if (state === undefined) return [];
    const key = path.replace(/\.vmId$/, "");
    if (state === "error") {
      return [
        `${key}: ${name} is under Proxmox' HA and in its error state: nothing starts it any more. Mend it, then ` +
          `ha-manager set vm:${vmId} --state disabled, and started again`,
      ];
    }
    return [
      `${key}: ${name} is under Proxmox' HA (${state}), which may move it and start it elsewhere: it is followed, but starts ` +
        "only where its first-boot document is; HA cuts its shutdown off after 60 s, whatever startup says; a new " +
        "generation or a destroy takes it out of HA",
    ];
  });
}
