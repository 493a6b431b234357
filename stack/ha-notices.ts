import type { StackPlan } from "../distributions/distribution";
import { type Guest, guestWithId } from "../model/inventory";
import { plannedGuests } from "./planned-guests";

/**
 * Machines under Proxmox' HA: what it does with them that the stack file cannot say. It skips the start order and ends an
 * orderly shutdown after 60 s (pve-ha-manager, Resources/PVEVM.pm), and starts a machine elsewhere.
 */
export function haNotices(plan: StackPlan, guests: readonly Guest[]): string[] {
  return plannedGuests(plan).flatMap((planned) => {
    const { path, vmId, name } = planned;
    const state = guestWithId(guests, planned)?.haState;
    if (state === undefined) return [];
    const key = path.replace(/\.vmId$/, "");
    if (state === "error") {
      return [
        `${key}: ${name} is under Proxmox HA and in the error state, so nothing starts it. Fix it, then ` +
          `ha-manager set vm:${vmId} --state disabled, then --state started`,
      ];
    }
    return [
      `${key}: ${name} is under Proxmox HA (${state}), which may start it on another host: the program follows it, but it ` +
        "starts only where its first-boot document is; HA limits its shutdown to 60 s, whatever startup says; a new " +
        "generation or a destroy removes it from HA",
    ];
  });
}
