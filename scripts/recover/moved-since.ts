import type { PveClient } from "../../components/pve-client";
import { guestsOf } from "../../components/read-inventory";
import { type Guest, guestWithId } from "../../model/inventory";
import { HostAwayError, refuseAway } from "./away";
import { type StateVm, stateVm } from "./half-made-vm";
import type { StateResource } from "./stack-state";

/** Whether a machine is on another host than the state has it on: by hand, or by HA. */
export function isElsewhere(client: PveClient, guests: readonly Guest[], { vmId, host }: StateVm): boolean {
  const there = guestWithId(guests, { vmId, installation: client.installationOf(host) });
  return there !== undefined && there.host !== host;
}

/**
 * Names of machines that were moved since the state was written: an update or a deletion of theirs would ask the host where
 * they were. None while a host is away that a refresh would have to ask.
 */
export async function movedSince(client: PveClient, resources: readonly StateResource[]): Promise<string[]> {
  const machines = resources.flatMap((resource) => stateVm(resource, client) ?? []);
  if (machines.length === 0) return [];
  const guests = await guestsOf(client);
  const moved = machines.filter((vm) => isElsewhere(client, guests, vm)).map(({ name }) => name);
  if (moved.length === 0) return [];
  try {
    await refuseAway(client, resources);
    return moved;
  } catch (error) {
    if (error instanceof HostAwayError) return [];
    throw error;
  }
}
