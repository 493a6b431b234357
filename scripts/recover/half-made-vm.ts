import type { HalfMade } from "./half-made";
import { carriesMarkOf } from "./mark";
import { pause, unlessMissing, type PveClient } from "../../components/pve-client";
import { hostOfResource } from "./state-host";
import type { StateResource } from "./stack-state";

/** A virtual machine as a state names it. */
export interface StateVm {
  readonly urn: string;
  readonly host: string;
  readonly vmId: number;
  readonly name: string;
}

interface VmConfig {
  readonly name?: string;
  readonly description?: string;
  readonly lock?: string;
}

/** The token of the provider's virtual machine class in state. */
const VM_TYPE = "proxmoxve:index/vmLegacy:VmLegacy";
/** How long a clone that nobody waits for any more may go on: the copy of a large disk on a slow pool. */
const CLONE_PATIENCE_MS = 30 * 60_000;
/** How long HA may take: two of its rounds, and some. */
const STOP_PATIENCE_MS = 60_000;

/** Reads a resource as a virtual machine; undefined when it is something else. */
export function stateVm(resource: StateResource, client: PveClient): StateVm | undefined {
  if (resource.type !== VM_TYPE) return undefined;
  const { vmId, name } = resource.inputs ?? {};
  return { urn: resource.urn, host: hostOfResource(client, resource), vmId: Number(vmId), name: String(name) };
}

/**
 * A machine whose creation was cut off. Ours is only what carries both the name and the mark that this program sends
 * with the clone call; an id alone proves nothing.
 */
export function halfMadeVm(resource: StateResource, client: PveClient): HalfMade | undefined {
  const vm = stateVm(resource, client);
  if (vm === undefined) return undefined;
  return {
    what: `VM ${vm.vmId} on ${vm.host}`,
    name: vm.name,
    remedy: "remove it by hand, or set another vmId",
    isIn: (resources) => resources.some((other) => stateVm(other, client)?.vmId === vm.vmId),
    async judge() {
      const config = await configOf(client, vm);
      if (config === undefined) return "missing";
      const ours = config.name === vm.name && carriesMarkOf(resource.inputs?.description, config.description);
      return ours ? "ours" : "foreign";
    },
    remove: () => removeVm(client, vm),
  };
}

/** Stops and deletes a machine. A clone that still runs on the host is waited for. */
async function removeVm(client: PveClient, vm: StateVm): Promise<void> {
  await untilUnlocked(client, vm);
  const path = `/nodes/${vm.host}/qemu/${vm.vmId}`;
  const { status } = await client.get<{ status: string }>(`${path}/status/current`);
  if (status === "running") await stop(client, path);
  // What its configuration does not name is not its own, whatever its name says: somebody may keep a disk there.
  await client.task("DELETE", `${path}?purge=1`);
}

/** Of a machine under HA the stop is a request, and its task is over before the machine is off. */
async function stop(client: PveClient, path: string): Promise<void> {
  await client.task("POST", `${path}/status/stop`);
  const end = Date.now() + STOP_PATIENCE_MS;
  for (;;) {
    const { status } = await client.get<{ status: string }>(`${path}/status/current`);
    if (status === "stopped" || Date.now() > end) return;
    await pause(500);
  }
}

function configOf(client: PveClient, vm: StateVm): Promise<VmConfig | undefined> {
  return unlessMissing(client.get<VmConfig>(`/nodes/${vm.host}/qemu/${vm.vmId}/config`));
}

async function untilUnlocked(client: PveClient, vm: StateVm): Promise<void> {
  const end = Date.now() + CLONE_PATIENCE_MS;
  for (let config = await configOf(client, vm); config?.lock !== undefined; config = await configOf(client, vm)) {
    if (Date.now() > end) throw new Error(`${vm.name} (${vm.vmId}) on ${vm.host} stays locked: ${config.lock}`);
    await pause(500);
  }
}
