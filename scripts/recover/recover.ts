import type { Pulumi } from "../engine/pulumi";
import { refuseAway } from "./away";
import { halfMade, type Looked } from "./pending-creation";
import type { PveClient } from "../../components/pve-client";
import { withObjectsInBetween } from "./objects-in-between";
import { forgetPendingInstalls } from "./pending-installs";
import { refreshWithoutApi } from "./refresh-without-api";
import { type LostNode, lostNodes, type Waits } from "./lost-node";
import { exportState, importState, withoutPending, type PendingOperation, type StackState } from "./stack-state";

/** What a killed run left that is not provably ours: a person must look at it. */
export class NotOursError extends Error {}

/** Opens the host's API only when there is something to look at, for it asks for a token. */
export type OpenHost = () => Promise<PveClient>;

/** Whom recovery asks about what a run left. */
export interface Witnesses {
  readonly openHost: OpenHost;
  readonly waits: Waits;
}

type Say = (line: string) => void;

/**
 * Clears what a run that failed or was ended by force left behind: its lock, the machines it was creating, its pending
 * operations, machines that never came to life. Says every step. Resolves to true when the state must be refreshed
 * before it can be trusted.
 */
export async function recover(pulumi: Pulumi, { openHost, waits }: Witnesses, say: Say): Promise<boolean> {
  const state = await exportState(pulumi, say);
  const pending = state.deployment.pending_operations ?? [];
  const resources = state.deployment.resources ?? [];
  if (pending.length === 0 && !(await lastUpdateFailed(pulumi))) return false;
  const client = await openHost();
  await refuseAway(client, [...resources, ...pending.map(({ resource }) => resource)]);
  if (pending.length > 0) await clearPending(pulumi, state, pending, client, say);
  const lost = await lostNodes(client, resources, waits);
  for (const node of lost) await (node.remedy === "restart" ? restart(client, node, say) : remake(pulumi, node, say));
  return !(await refreshWithoutApi(pulumi, resources, say));
}

async function clearPending(
  pulumi: Pulumi,
  state: StackState,
  pending: readonly PendingOperation[],
  client: PveClient,
  say: Say,
): Promise<void> {
  // Writing the state back as it is proves that nobody is at work: their operations would be pending too.
  await importState(pulumi, state, say);
  say(`the last run was interrupted during ${pending.length} operation(s): cleaning up`);
  const foreign: string[] = [];
  const resources = state.deployment.resources ?? [];
  const looked = { client, held: resources.filter(({ pendingReplacement }) => pendingReplacement !== true) };
  for (const operation of pending) {
    const problem = await clear(looked, operation, say);
    if (problem !== undefined) foreign.push(problem);
  }
  if (foreign.length > 0) throw new NotOursError(foreign.join("\n"));
  await forgetPendingInstalls(pulumi, pending, say);
  await importState(pulumi, withObjectsInBetween(withoutPending(state), pending), say);
}

/** A tainted resource is replaced by the next run. */
async function remake(pulumi: Pulumi, { urn, name, vmId, why }: LostNode, say: Say): Promise<void> {
  say(`${name}: VM ${vmId} is recreated: ${why}`);
  await pulumi.expect(["state", "taint", "--yes", "--stack", pulumi.settings.stack, urn]);
}

/** Its power is switched off and on, as nobody answers who could shut it down. */
async function restart(client: PveClient, { host, name, vmId, why }: LostNode, say: Say): Promise<void> {
  say(`${name}: VM ${vmId} is restarted: ${why}`);
  for (const action of ["stop", "start"]) await client.task("POST", `/nodes/${host}/qemu/${vmId}/status/${action}`);
}

/** Clears one pending operation; returns why when it must be left alone. */
async function clear(looked: Looked, { resource, type }: PendingOperation, say: Say): Promise<string | undefined> {
  // Updates and deletions are settled by the refresh.
  const thing = type === "creating" ? halfMade(resource, looked) : undefined;
  if (thing === undefined || thing.isIn(looked.held)) return undefined;
  const { what, name, remedy } = thing;
  const judgement = await thing.judge();
  if (judgement === "foreign") {
    return (
      `${what} is where ${name} was being created, but does not carry its name and mark: ` +
      `left alone. Check it; ${remedy}`
    );
  }
  if (judgement === "ours") {
    say(`${name}: ${what} was left partly created: removing it`);
    await thing.remove();
  }
  return undefined;
}

/** A failed resize, among others, leaves state believing what is not so; only a refresh tells. */
async function lastUpdateFailed(pulumi: Pulumi): Promise<boolean> {
  const last = await pulumi.lastUpdate();
  return last !== undefined && last.kind !== "preview" && last.result !== "succeeded";
}
