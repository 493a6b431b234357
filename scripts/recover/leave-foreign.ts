import { guestsOf, noted } from "../../components/read-inventory";
import type { PveClient } from "../../components/pve-client";
import { describeGuest, type Guest } from "../../model/inventory";
import { ownerIn } from "../../model/ownership-marker";
import type { Pulumi } from "../engine/pulumi";
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
 * A destroy deletes by id what is in state, and an id may be somebody else's by now: our machine was deleted by hand, and
 * another one made. Marks such entries in the state as to be kept on the host, so that the engine forgets them only, and
 * says of each why.
 */
export async function leaveForeign(pulumi: Pulumi, openHost: OpenHost, say: (line: string) => void): Promise<Left> {
  const state = await exportState(pulumi, say);
  const resources = state.deployment.resources ?? [];
  const ours = resources.filter((resource) => stateVm(resource) !== undefined);
  if (ours.length === 0) return { left: [], moved: false };
  const client = await openHost();
  const guests = await guestsOf(client);
  const left: string[] = [];
  const foreign = new Set<string>();
  const isElsewhere = ({ vmId, host }: StateVm) => guests.some((guest) => guest.vmId === vmId && guest.host !== host);
  const moved = ours.some((resource) => isElsewhere(stateVm(resource) as StateVm));
  for (const resource of ours) {
    const vm = stateVm(resource) as StateVm;
    const guest = await foreignAt(client, guests, resource, vm);
    if (guest === undefined) continue;
    foreign.add(vm.urn);
    left.push(
      `VM ${vm.vmId} is left alone: it does not carry ${vm.name}'s name and mark any more, it is ${describeGuest(guest)}`,
    );
  }
  left.forEach(say);
  const kept = resources.map((resource) =>
    foreign.has(resource.urn) ? { ...resource, retainOnDelete: true } : resource,
  );
  if (foreign.size > 0)
    await importState(pulumi, { ...state, deployment: { ...state.deployment, resources: kept } }, say);
  return { left, moved };
}

/** The guest on the machine's id, when it is not the machine. */
async function foreignAt(
  client: PveClient,
  guests: readonly Guest[],
  { inputs }: StateResource,
  { vmId, name }: StateVm,
): Promise<Guest | undefined> {
  const found = guests.find((other) => other.vmId === vmId);
  if (found === undefined) return undefined;
  const guest = await noted(client, found);
  const [wanted, owner] = [ownerIn(inputs?.["description"]), ownerIn(guest.description)];
  const isOurs = guest.type === "qemu" && (owner === undefined ? guest.name === name : owner === wanted);
  return isOurs ? undefined : guest;
}
