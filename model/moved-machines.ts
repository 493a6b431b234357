import type { ClusterPlan } from "./cluster-plan";
import { type Guest, guestWithId } from "./inventory";
import { plannedGuests } from "./planned-guests";

/**
 * Machines that are not where the stack file says: migrated by hand or by HA. A sentence each. They are followed; the
 * provider finds them at the next refresh, and until then an update of theirs fails and changes nothing.
 */
export function movedNotices(plan: ClusterPlan, guests: readonly Guest[]): string[] {
  return plannedGuests(plan).flatMap((planned) => {
    const guest = guestWithId(guests, planned);
    if (guest === undefined || guest.host === planned.host) return [];
    const { name, host } = planned;
    return [
      `${planned.path.replace(/\.vmId$/, ".host")}: ${name} is on ${guest.host}, not on ${host}: the program follows it and ` +
        `moves nothing. Set host: ${guest.host}, or migrate it back in Proxmox; use --refresh before it changes. It ` +
        `starts there only if its first-boot document is there too (snippets of ${host})`,
    ];
  });
}
