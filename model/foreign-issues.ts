import type { ClusterPlan } from "./cluster-plan";
import { isAway, NOBODY_AWAY } from "./away-hosts";
import { type Issue, showValue } from "./errors";
import { describeGuest, type Guest, guestWithId, type Inventory } from "./inventory";
import { isMarkedFor, ownerIn } from "./ownership-marker";
import { plannedFiles } from "./planned-files";
import { plannedGuests, type PlannedGuest } from "./planned-guests";

/** What the last finished run had in state: names by VM id. It lets a machine be known whose notes somebody rewrote. */
export type KnownGuests = ReadonlyMap<number, string>;

/**
 * Whatever stands where the plan wants something of its own, and is not this stack's. The provider does not ask: it takes
 * "already exists" for done (bpg retry.DoTask), works on with the stranger's machine, and deletes it in the end.
 */
export function foreignIssues(plan: ClusterPlan, inventory: Inventory, known: KnownGuests): Issue[] {
  // Whose a guest is that cannot be asked is not known (away-hosts.ts says what follows).
  const asked = inventory.guests.filter((guest) => !isAway(inventory.away ?? NOBODY_AWAY, guest));
  return [
    ...plannedGuests(plan).flatMap((planned) => guestIssue(plan, planned, asked, known)),
    ...departedIssues(plan, asked, known),
    ...bridgeIssues(plan, inventory),
    ...mappingIssues(plan, inventory),
    ...fileIssues(plan, inventory),
  ];
}

function guestIssue(plan: ClusterPlan, planned: PlannedGuest, guests: readonly Guest[], known: KnownGuests): Issue[] {
  const guest = guestWithId(guests, planned);
  if (guest === undefined || isOurs(plan.cluster.name, planned, guest, known)) return [];
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

/** By its mark; by its entry if it is adopted; by the last run and its name where somebody rewrote its notes. */
function isOurs(cluster: string, planned: PlannedGuest, guest: Guest, known: KnownGuests): boolean {
  if (guest.type !== "qemu") return false;
  if (ownerIn(guest.description) !== undefined) return isMarkedFor(cluster, guest.description);
  return planned.isAdopted || (known.has(guest.vmId) && guest.name === planned.name);
}

/** What leaves the stack is deleted by its id, and the id may be somebody else's by now. */
function departedIssues(plan: ClusterPlan, guests: readonly Guest[], known: KnownGuests): Issue[] {
  const planned = new Set([...plannedGuests(plan), ...plan.vms].map(({ vmId }) => vmId));
  return guests.flatMap((guest) => {
    const name = known.get(guest.vmId);
    if (name === undefined || planned.has(guest.vmId)) return [];
    const isOurs = guests.some(
      (other) => other.vmId === guest.vmId && isMarkedFor(plan.cluster.name, other.description),
    );
    const isSame = isOurs || (guest.type === "qemu" && guest.name === name);
    if (isSame) return [];
    return {
      path: `nodes.${name}`,
      problem: "would be deleted, but its id now belongs to somebody else",
      got: `${guest.vmId} (${describeGuest(guest)})`,
      allowed: "must be a VM of this stack",
      remedy: "remove it from the state: pulumi state delete --force <urn of its vm> (pulumi stack --show-urns)",
    };
  });
}

function bridgeIssues({ cluster, network }: ClusterPlan, { interfaces }: Inventory): Issue[] {
  return network.bridges.flatMap(({ name, host }) => {
    const found = interfaces.find((other) => other.name === name && other.host === host);
    if (found === undefined || isMarkedFor(cluster.name, found.comment)) return [];
    return {
      path: `network.bridges.${name}`,
      problem: "belongs to somebody else",
      got: `an interface of that name on ${host}${commentOf(found.comment)}`,
      allowed: "must be a free name there",
      remedy: `name it in proxmox.hosts.${host}.bridges to use it unchanged, or rename yours`,
    };
  });
}

function mappingIssues({ cluster, gpus }: ClusterPlan, { mappings }: Inventory): Issue[] {
  return gpus.flatMap(({ name, mapping, manageMapping }) => {
    const found = manageMapping ? mappings.find((other) => other.name === mapping) : undefined;
    if (found === undefined || isMarkedFor(cluster.name, found.comment)) return [];
    return {
      path: `gpus.${name}.mapping`,
      problem: "belongs to somebody else",
      got: `${showValue(mapping)}, a mapping that exists${commentOf(found.comment)}`,
      allowed: "must be a free name",
      remedy: "set manageMapping: false to use it unchanged, or rename yours",
    };
  });
}

/** A file's name is the only mark it can have, and Proxmox overwrites whatever has it. */
function fileIssues(plan: ClusterPlan, { files }: Inventory): Issue[] {
  return plannedFiles(plan).flatMap(({ path, what, host, volume }) => {
    const found = files.find((file) => file.host === host && file.volume === volume);
    if (found === undefined) return [];
    return {
      path,
      problem: `the file of its ${what} exists already, and this stack did not create it`,
      got: `${volume} on ${host} (${found.bytes} bytes)`,
      allowed: "must be a free name there",
      remedy:
        "check it, and rename or remove it there; " + `if a killed run left it, npm run up -- ${plan.stack} removes it`,
    };
  });
}

const commentOf = (comment = ""): string => (comment.trim() === "" ? "" : ` (comment ${showValue(comment.trim())})`);

/** The next id that no guest has, and none of the plan. */
function freeId(plan: ClusterPlan, guests: readonly Guest[], from: number): number {
  const taken = new Set([...guests, ...plannedGuests(plan), ...plan.vms].map(({ vmId }) => vmId));
  let id = from;
  while (taken.has(id)) id++;
  return id;
}
