import { keepAddedDisk } from "../../stack/added-disks";
import { guestsOf, noted } from "../../components/read-inventory";
import type { PveClient } from "../../components/pve-client";
import { describeGuest, type Guest, guestWithId } from "../../model/inventory";
import { ownerIn } from "../../model/ownership-marker";
import type { Pulumi } from "../engine/pulumi";
import { refuseAway } from "./away";
import type { HalfMade } from "./half-made";
import { halfMadeBridge } from "./half-made-bridge";
import { halfMadeMapping } from "./half-made-mapping";
import { isElsewhere } from "./moved-since";
import { type StateVm, stateVm } from "./half-made-vm";
import type { OpenHost } from "./recover";
import { exportState, importState, type StateResource } from "./stack-state";

export interface Left {
  /** What stays and why, a sentence each. */
  readonly left: readonly string[];
  /** Some machine is not where state says: the engine must look first. */
  readonly moved: boolean;
}

/**
 * A destroy deletes by id or name what is in state, and that may be somebody else's by now: our machine, bridge or mapping was
 * deleted by hand, and another one made. Marks such entries in the state as to be kept on the host, so that the engine forgets them only, and
 * says of each why. Refuses to go on where a machine of ours has a disk that somebody added and that would go with it.
 */
export async function leaveForeign(pulumi: Pulumi, openHost: OpenHost, say: (line: string) => void): Promise<Left> {
  const state = await exportState(pulumi, say);
  const resources = state.deployment.resources ?? [];
  const { foreign, ...left } = await lookForForeign(resources, openHost);
  left.left.forEach(say);
  const kept = resources.map((resource) =>
    foreign.has(resource.urn) ? { ...resource, retainOnDelete: true } : resource,
  );
  const unguarded = kept.map(withoutGuard);
  if (unguarded.some((resource, index) => resource !== resources[index]))
    await importState(pulumi, { ...state, deployment: { ...state.deployment, resources: unguarded } }, say);
  return left;
}

/** The engine destroys nothing that is guarded (components/destroy-guard.ts); here somebody has looked. */
function withoutGuard(resource: StateResource): StateResource {
  const { BeforeDelete: guard, ...hooks } = resource.resourceHooks ?? {};
  return guard === undefined ? resource : { ...resource, resourceHooks: hooks };
}

async function lookForForeign(
  resources: readonly StateResource[],
  openHost: OpenHost,
): Promise<Left & { readonly foreign: ReadonlySet<string> }> {
  if (!resources.some(({ type }) => type.startsWith("proxmoxve:")))
    return { left: [], moved: false, foreign: new Set() };
  const client = await openHost();
  const ours = resources.flatMap((resource) => {
    const vm = stateVm(resource, client);
    return vm === undefined ? [] : [{ resource, vm }];
  });
  const things = resources.flatMap((resource) => markedThing(resource, client) ?? []);
  await refuseAway(client, resources);
  const guests = await guestsOf(client);
  const onItsId = ({ vmId, host }: StateVm) => guestWithId(guests, { vmId, installation: client.installationOf(host) });
  const moved = ours.some(({ vm }) => isElsewhere(client, guests, vm));
  const found = await Promise.all(ours.map((one) => look(client, onItsId(one.vm), one)));
  const templates = new Set(ours.filter(({ resource }) => isTemplate(resource)).map(({ vm }) => vm.vmId));
  const added = found.flatMap((one) => (one?.isOurs === true ? addedTo(one, templates) : []));
  if (added.length > 0) throw new AddedDisksError(added.join("\n"));
  const others = found.flatMap((one) => (one?.isOurs === false ? [one] : []));
  const otherThings = await foreignOf(things);
  // Whosever it is by now, it starts with the document that it refers to.
  const read = resources.filter(({ id }) => others.some(({ guest }) => id && guest.documents?.includes(id)));
  const foreign = new Set([...others.map(({ vm }) => vm), ...otherThings, ...read].map(({ urn }) => urn));
  const left = [
    ...others.map(
      ({ vm, guest }) =>
        `VM ${vm.vmId} is left alone: it no longer carries ${vm.name}'s name and marker, it is ${describeGuest(guest)}`,
    ),
    ...otherThings.map(({ what }) => `${what} is left alone: its comment no longer carries this stack's marker`),
  ];
  return { left, moved, foreign };
}

/** A bridge or a mapping in state, with the resource's name there. */
interface Thing extends HalfMade {
  readonly urn: string;
}

/** What an earlier program made carries no mark, so nothing can be told by it. */
function markedThing(resource: StateResource, client: PveClient): Thing | undefined {
  const thing = halfMadeBridge(resource, client) ?? halfMadeMapping(resource, client);
  if (thing === undefined || ownerIn(resource.inputs?.["comment"]) === undefined) return undefined;
  return { ...thing, urn: resource.urn };
}

/** Those that somebody else made in place of ours. */
async function foreignOf(things: readonly Thing[]): Promise<Thing[]> {
  const judged = await Promise.all(things.map((thing) => thing.judge()));
  return things.filter((_, index) => judged[index] === "foreign");
}

/** Disks that would go with their machines although this program did not make them. Nothing was touched. */
export class AddedDisksError extends Error {}

/** A machine in state. */
interface Ours {
  readonly resource: StateResource;
  readonly vm: StateVm;
}

/** What stands on its id. */
interface Found extends Ours {
  readonly guest: Guest;
  readonly isOurs: boolean;
}

async function look(client: PveClient, found: Guest | undefined, { resource, vm }: Ours): Promise<Found | undefined> {
  if (found === undefined) return undefined;
  const guest = await noted(client, found);
  return { resource, vm, guest, isOurs: isOurs(guest, resource, vm) };
}

function addedTo({ resource, vm: { vmId, name }, guest }: Found, templates: ReadonlySet<number>): string[] {
  if (!hasKnownDisks(resource, templates)) return [];
  return (guest.addedDisks ?? []).map(
    (disk) =>
      `${name}: disk ${disk} would be deleted with VM ${vmId}, but this program did not create it: ${keepAddedDisk(vmId)}`,
  );
}

const isTemplate = ({ urn }: Pick<StateResource, "urn">): boolean => urn.includes("$homelab:index:Template$");

/**
 * A machine that goes, and was made with the disks its entry says: a copy of another, or an adopted one, which has no mark
 * of ours, may have had any.
 */
function hasKnownDisks({ urn, inputs = {}, protect }: StateResource, templates: ReadonlySet<number>): boolean {
  if (protect === true || isTemplate({ urn }) || ownerIn(inputs["description"]) === undefined) return false;
  const from = (inputs["clone"] as { readonly vmId?: number } | undefined)?.vmId;
  return from === undefined || templates.has(from);
}

/** By its mark; by its name where somebody rewrote its notes. */
function isOurs(guest: Guest, { inputs }: StateResource, { name }: StateVm): boolean {
  const [wanted, owner] = [ownerIn(inputs?.["description"]), ownerIn(guest.description)];
  return guest.type === "qemu" && (owner === undefined ? guest.name === name : owner === wanted);
}
