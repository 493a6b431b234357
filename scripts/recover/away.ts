import { hostsAway } from "../../components/hosts-away";
import { guestsOf } from "../../components/read-inventory";
import type { PveClient } from "../../components/pve-client";
import { whereIs } from "../../model/inventory";
import { type StateVm, stateVm } from "./half-made-vm";
import type { StateResource } from "./stack-state";

/** Hosts are away on which something would have to be looked at, or deleted. Nothing was touched. */
export class HostAwayError extends Error {}

/** @throws HostAwayError naming the hosts that are away and have machines of this state. */
export async function refuseAway(client: PveClient, resources: readonly StateResource[]): Promise<void> {
  const machines = resources.flatMap((resource) => stateVm(resource, client) ?? []);
  if (machines.length === 0) return;
  const { offline, readOnly } = await hostsAway(client);
  if (offline.length === 0) return;
  const guests = await guestsOf(client);
  const hostOf = ({ vmId, host }: StateVm) =>
    whereIs(guests, { vmId, host, installation: client.installationOf(host) });
  const lines = offline.flatMap((host) => {
    const names = machines.filter((vm) => hostOf(vm) === host).map(({ name }) => name);
    if (names.length === 0) return [];
    return [
      `proxmox.hosts.${host}: is offline, got ${names.join(", ")} on it, must be on for this command; nothing was touched: ` +
        "switch it on and run again",
    ];
  });
  const stuck = readOnly.filter((host) => machines.some((vm) => hostOf(vm) === host));
  if (lines.length === 0 && stuck.length > 0) {
    lines.push(
      `proxmox.hosts.${stuck.join(", ")}: Proxmox can write nothing there, got no quorum without ${offline.join(", ")}, ` +
        "must be a cluster with a majority of its hosts on; nothing was touched: switch them on and run again",
    );
  }
  if (lines.length > 0) throw new HostAwayError(lines.join("\n"));
}
