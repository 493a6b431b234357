import type { StateResource } from "./stack-state";
import { PveError, type PveClient, pause } from "./pve-client";

/** The virtual machine that a run was creating when it was killed. */
export interface HalfMadeVm {
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

export type Verdict = "missing" | "ours" | "foreign";

/** The token of the provider's virtual machine class in state. */
const VM_TYPE = "proxmoxve:index/vmLegacy:VmLegacy";
/** How long a clone that nobody waits for any more may go on: the copy of a large disk on a slow pool. */
const CLONE_PATIENCE_MS = 30 * 60_000;

/** Reads a pending creation as a virtual machine; undefined when it is something else. */
export function halfMadeVm(resource: StateResource): HalfMadeVm | undefined {
  if (resource.type !== VM_TYPE) return undefined;
  const { nodeName, vmId, name } = resource.inputs ?? {};
  return { urn: resource.urn, host: String(nodeName), vmId: Number(vmId), name: String(name) };
}

/** Whether state holds a machine of that id: then it is no orphan, whatever was pending. */
export function isInState(vm: HalfMadeVm, resources: readonly StateResource[]): boolean {
  return resources.some(({ type, inputs }) => type === VM_TYPE && Number(inputs?.vmId) === vm.vmId);
}

/**
 * Looks at the host. Ours is only what carries both the name and the marker that this program sends with the clone
 * call; an id alone proves nothing.
 */
export async function judge(client: PveClient, vm: HalfMadeVm): Promise<Verdict> {
  const config = await configOf(client, vm);
  if (config === undefined) return "missing";
  return config.name === vm.name && carriesMarker(config.description ?? "", vm.name) ? "ours" : "foreign";
}

/** Stops and deletes a machine that was judged ours. A clone that still runs on the host is waited for. */
export async function removeHalfMade(client: PveClient, vm: HalfMadeVm): Promise<void> {
  await untilUnlocked(client, vm);
  const path = `/nodes/${vm.host}/qemu/${vm.vmId}`;
  const { status } = await client.get<{ status: string }>(`${path}/status/current`);
  if (status === "running") await client.task("POST", `${path}/status/stop`);
  await client.task("DELETE", `${path}?purge=1&destroy-unreferenced-disks=1`);
}

function carriesMarker(description: string, name: string): boolean {
  return description.split("\n").some((line) => {
    const owned = /^managed-by: homelab\/[^/\s]+\/(\S+)$/.exec(line.trim());
    return owned?.[1] === name;
  });
}

async function configOf(client: PveClient, vm: HalfMadeVm): Promise<VmConfig | undefined> {
  try {
    return await client.get<VmConfig>(`/nodes/${vm.host}/qemu/${vm.vmId}/config`);
  } catch (error) {
    if (error instanceof PveError && error.saysMissing) return undefined;
    throw error;
  }
}

async function untilUnlocked(client: PveClient, vm: HalfMadeVm): Promise<void> {
  const end = Date.now() + CLONE_PATIENCE_MS;
  for (let config = await configOf(client, vm); config?.lock !== undefined; config = await configOf(client, vm)) {
    if (Date.now() > end) throw new Error(`${vm.name} (${vm.vmId}) on ${vm.host} stays locked: ${config.lock}`);
    await pause(500);
  }
}
