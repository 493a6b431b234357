import type { StackPlan } from "../distributions/distribution";
import { isAway, NOBODY_AWAY } from "./away-hosts";
import type { Issue } from "../model/errors";
import { foreignThingIssues } from "./foreign-things";
import { type InState, NOTHING_IN_STATE } from "../model/in-state";
import { describeGuest, type Guest, guestWithId, type Inventory } from "../model/inventory";
import { knownGuests, type LastRun } from "./last-run";
import { isMarkedFor, ownerIn } from "../model/ownership-marker";
import { type GuestPlace, placesBefore } from "./places-before";
import { plannedGuests, type PlannedGuest } from "./planned-guests";

/** What tells whose a thing is, besides its mark. */
export interface Known {
  /** What the last finished run had in state: names by VM id. It lets a machine be known whose notes somebody rewrote. */
  readonly guests: ReadonlyMap<number, string>;
  /** Where that was. */
  readonly places?: ReadonlyMap<number, GuestPlace>;
  /** What the state has now; undefined where nobody read it. */
  readonly inState?: InState;
}

export const knownOf = (plan: StackPlan, lastRun: LastRun): Known => ({
  guests: knownGuests(lastRun),
  places: placesBefore(lastRun, plan),
  ...(lastRun.inState && { inState: lastRun.inState }),
});

/**
 * Whatever stands where the plan wants something of its own, and is not this stack's. The provider does not ask: it takes
 * "already exists" for done (bpg retry.DoTask), works on with the stranger's machine, and deletes it in the end.
 */
export function foreignIssues(plan: StackPlan, inventory: Inventory, known: Known): Issue[] {
  // Whose a guest is that cannot be asked is not known (away-hosts.ts says what follows).
  const asked = inventory.guests.filter((guest) => !isAway(inventory.away ?? NOBODY_AWAY, guest));
  return [
    ...plannedGuests(plan).flatMap((planned) => guestIssue(plan, planned, asked, known)),
    ...departedIssues(plan, asked, known),
    ...foreignThingIssues(plan, inventory, known.inState ?? NOTHING_IN_STATE),
  ];
}

function guestIssue(plan: StackPlan, planned: PlannedGuest, guests: readonly Guest[], known: Known): Issue[] {
  const guest = guestWithId(guests, planned);
  if (guest === undefined) return [];
  if (isOurs(plan.cluster.name, planned, guest, known.guests)) return strayIssue(plan, planned, guest, known);
  const got = `${planned.vmId} (${describeGuest(guest)})`;
  return [
    planned.isAdopted
      ? {
          path: planned.path,
          problem: "cannot be adopted",
          got,
          allowed: "must be the id of a VM that no other stack manages",
          remedy: "check it and correct the entry",
        }
      : {
          path: planned.path,
          problem: "belongs to somebody else",
          got,
          allowed: `must be a free id, e.g. ${freeId(plan, guests, planned.vmId)}`,
          remedy:
            "choose another id, or take the VM over with an entry in vms with adopt: true; " +
            `if it does belong to this stack, put the line "${planned.mark}" back into its notes`,
        },
  ];
}

/** It bears our mark, but this state never made it: a killed run's, or that of another stack whose cluster is called alike. */
function strayIssue({ stack }: StackPlan, planned: PlannedGuest, guest: Guest, { inState }: Known): Issue[] {
  if (planned.isAdopted || inState === undefined || inState.guests.includes(planned.vmId)) return [];
  return [
    {
      path: planned.path,
      problem: "carries this cluster's marker, but is not in this stack's state",
      got: `${planned.vmId} (${describeGuest(guest)})`,
      allowed: "must be a free id, or a guest in the state",
      remedy:
        `if a killed run left it, npm run up -- ${stack} removes it; if another stack has a cluster of the same name, ` +
        "give this one another name and other ids; if the state was lost, restore it",
    },
  ];
}

/** By its mark; by its entry if it is adopted; by the last run and its name where somebody rewrote its notes. */
function isOurs(cluster: string, planned: PlannedGuest, guest: Guest, known: Known["guests"]): boolean {
  if (guest.type !== "qemu") return false;
  if (ownerIn(guest.description) !== undefined) return isMarkedFor(cluster, guest.description);
  return planned.isAdopted || (known.has(guest.vmId) && guest.name === planned.name);
}

/** What leaves the stack is deleted by its id, and the id may be somebody else's by now. */
function departedIssues(plan: StackPlan, guests: readonly Guest[], { guests: known, places }: Known): Issue[] {
  const planned = new Set([...plannedGuests(plan), ...plan.vms].map(({ vmId }) => vmId));
  return guests.flatMap((guest) => {
    const name = known.get(guest.vmId);
    const then = places?.get(guest.vmId);
    if (name === undefined || planned.has(guest.vmId)) return [];
    // On another installation the id is another guest's.
    if (then !== undefined && then.installation !== (guest.installation ?? "")) return [];
    const isOurs = guests.some(
      (other) => other.vmId === guest.vmId && isMarkedFor(plan.cluster.name, other.description),
    );
    const isSame = isOurs || (guest.type === "qemu" && guest.name === name);
    if (isSame) return [];
    return {
      path: then?.path ?? `nodes.${name}`,
      problem: "would be deleted, but its id now belongs to somebody else",
      got: `${guest.vmId} (${describeGuest(guest)})`,
      allowed: "must be a VM of this stack",
      remedy: "remove it from the state: pulumi state delete --force <urn of its vm> (pulumi stack --show-urns)",
    };
  });
}

/** The next id that no guest has, and none of the plan. */
function freeId(plan: StackPlan, guests: readonly Guest[], from: number): number {
  const taken = new Set([...guests, ...plannedGuests(plan), ...plan.vms].map(({ vmId }) => vmId));
  let id = from;
  while (taken.has(id)) id++;
  return id;
}
