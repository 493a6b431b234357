import { PveError, type PveClient } from "./pve-client";
import { halfMadeVm, type HalfMadeVm } from "./half-made-vm";
import type { StateResource } from "./stack-state";

/**
 * Machines that run, never joined the cluster, and do not answer on their guest agent either: their first boot went
 * wrong and nothing will come of waiting. Nothing lives on them, so they can be made anew without asking.
 */
export async function silentMachines(
  client: PveClient,
  resources: readonly StateResource[],
): Promise<readonly HalfMadeVm[]> {
  const silent: HalfMadeVm[] = [];
  for (const vm of machinesThatNeverJoined(resources)) {
    if ((await isRunning(client, vm)) && !(await agentAnswers(client, vm))) silent.push(vm);
  }
  return silent;
}

/** A machine's last step is its `-join`, beside its `-vm`; a template has none and is no machine. */
function machinesThatNeverJoined(resources: readonly StateResource[]): HalfMadeVm[] {
  const names = new Set(resources.map(({ urn }) => nameOf(urn)));
  return resources.flatMap((resource) => {
    const vm = halfMadeVm(resource);
    if (vm === undefined || resource.inputs?.template === true) return [];
    return names.has(nameOf(vm.urn).replace(/-vm$/, "-join")) ? [] : [vm];
  });
}

async function isRunning(client: PveClient, { host, vmId }: HalfMadeVm): Promise<boolean> {
  try {
    const { status } = await client.get<{ status: string }>(`/nodes/${host}/qemu/${vmId}/status/current`);
    return status === "running";
  } catch (error) {
    if (error instanceof PveError && error.saysMissing) return false;
    throw error;
  }
}

async function agentAnswers(client: PveClient, { host, vmId }: HalfMadeVm): Promise<boolean> {
  try {
    await client.post(`/nodes/${host}/qemu/${vmId}/agent/ping`);
    return true;
  } catch (error) {
    // 500 "QEMU guest agent is not running"; anything else is a reason to stop here.
    if (error instanceof PveError && error.status === 500) return false;
    throw error;
  }
}

function nameOf(urn: string): string {
  return urn.split("::")[3] ?? "";
}
