import { stateVm, type StateVm } from "./half-made-vm";
import { PveError, unlessMissing, type PveClient } from "../../components/pve-client";
import type { StateResource } from "./stack-state";

/** Whether a node without an agent is well all the same, and waits for the step that starts its agent. */
export type Waits = (node: string) => Promise<boolean>;

/** A node of which nothing will come as it is, and why. */
export interface LostNode extends StateVm {
  readonly why: string;
  /** A machine on which nothing can live is recreated; one that may hold a member of etcd is restarted. */
  readonly remedy: "recreate" | "restart";
}

/**
 * Nodes that never joined the cluster and never will: they run and do not answer on their guest agent either, so their
 * first boot went wrong; or their creation failed after the clone, and no later run gives them the cloud-init drive that
 * they lack (the program does not change it on machines that exist). Nothing lives on them, so they can be made anew
 * without asking. Not so a control plane that was prepared: it did answer then, and its initialization or join may have
 * begun. Of two members of etcd none can be spared, so it keeps its disk.
 */
export async function lostNodes(
  client: PveClient,
  resources: readonly StateResource[],
  waits: Waits,
): Promise<readonly LostNode[]> {
  const lost: LostNode[] = [];
  for (const { initErrors, ...vm } of machinesThatNeverJoined(resources, client)) {
    if (initErrors.length > 0) lost.push({ ...vm, remedy: "recreate", why: "its creation failed after the clone" });
    else if ((await isRunning(client, vm)) && !(await agentAnswers(client, vm)) && !(await waits(vm.name)))
      lost.push({ ...vm, ...remedyFor(vm, resources) });
  }
  return lost;
}

function remedyFor({ urn }: StateVm, resources: readonly StateResource[]): Pick<LostNode, "remedy" | "why"> {
  const step = nameOf(urn).replace(/-vm$/, "-prepare");
  const isPrepared = resources.some((resource) => nameOf(resource.urn) === step);
  return isPrepared && urn.includes("$homelab:index:ControlPlane$")
    ? { remedy: "restart", why: "it does not answer any more, and may be a member of etcd by now" }
    : { remedy: "recreate", why: "it runs but never answered, and never joined" };
}

/** A node's last step is its `-join`, beside its `-vm`. Templates and machines that are no nodes never join anything. */
function machinesThatNeverJoined(
  resources: readonly StateResource[],
  client: PveClient,
): (StateVm & Required<Pick<StateResource, "initErrors">>)[] {
  const names = new Set(resources.map(({ urn }) => nameOf(urn)));
  return resources.flatMap((resource) => {
    const vm = stateVm(resource, client);
    if (vm === undefined || !isNode(resource)) return [];
    return names.has(nameOf(vm.urn).replace(/-vm$/, "-join")) ? [] : [{ ...vm, initErrors: resource.initErrors ?? [] }];
  });
}

function isNode({ urn }: StateResource): boolean {
  return urn.includes("$homelab:index:VirtualMachine$");
}

async function isRunning(client: PveClient, { host, vmId }: StateVm): Promise<boolean> {
  const path = `/nodes/${host}/qemu/${vmId}/status/current`;
  return (await unlessMissing(client.get<{ status: string }>(path)))?.status === "running";
}

async function agentAnswers(client: PveClient, { host, vmId }: StateVm): Promise<boolean> {
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
