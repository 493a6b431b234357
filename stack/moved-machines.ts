import type { StackPlan } from "../distributions/distribution";
import { installationOf } from "../model/installations";
import { type Guest, guestWithId } from "../model/inventory";
import { type PlannedGuest, plannedGuests } from "./planned-guests";
import { isShared } from "../model/storages";

/**
 * Machines that are not where the stack file says: migrated by hand or by HA. A sentence each. They are followed; the
 * provider finds them at the next refresh, which `npm run up` begins with, and until then an update of theirs fails.
 */
export function movedNotices(plan: StackPlan, guests: readonly Guest[]): string[] {
  return plannedGuests(plan).flatMap((planned) => {
    const guest = guestWithId(guests, planned);
    if (guest === undefined || guest.host === planned.host) return [];
    const { name, host } = planned;
    if (!/^(?:nodes|vms)\./.test(planned.path)) return [movedTemplate(plan, planned, guest.host)];
    return [
      `${planned.path.replace(/\.vmId$/, ".host")}: ${name} is on ${guest.host}, not on ${host}: the program follows it and ` +
        `moves nothing. Set host: ${guest.host}, or migrate it back in Proxmox; npm run up refreshes the state first, for pulumi up run pulumi refresh. It ` +
        `starts there only if its first-boot document is there too (snippets of ${host})`,
    ];
  });
}

function movedTemplate(plan: StackPlan, { vmId, name, host }: PlannedGuest, found: string): string {
  const isFollowed = plan.templates.some((template) => template.vmId === vmId && template.foundOn !== undefined);
  const what = isFollowed
    ? "machines are cloned from there"
    : `${host} cannot clone it from a storage that the two do not share. Migrate it back in Proxmox, or have it made anew by --refresh`;
  return `template: ${name} was found on ${found}, not on ${host}: ${what}`;
}

/**
 * The plan with what is known of its templates: one on a shared storage that was migrated is cloned from where it is. From a
 * storage of its own Proxmox would have to migrate each clone, which the token may not.
 */
export function withTemplatesFound<P extends StackPlan>(plan: P, guests: readonly Guest[]): P {
  const templates = plan.templates.map((template) => {
    const { vmId, host, diskStorage } = template;
    const found = guestWithId(guests, { vmId, installation: installationOf(plan, host).name });
    const isElsewhere = found !== undefined && found.host !== host;
    return isElsewhere && isShared(plan, host, diskStorage) ? { ...template, foundOn: found.host } : template;
  });
  return { ...plan, templates };
}
