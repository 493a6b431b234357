import type { Pulumi, UpdateOptions, UpdateRecord, UpdateResult } from "../engine/pulumi";
import type { PveClient } from "../../components/pve-client";
import { refuseAway } from "./away";
import { movedSince } from "./moved-since";
import { recover, type Witnesses } from "./recover";
import { exportState, type StateResource } from "./stack-state";
import { clearDeadLocks, lockHolders } from "./state-lock";

type Say = (line: string) => void;

export interface ConvergeOptions extends Witnesses {
  readonly record: UpdateRecord;
  readonly say: Say;
  readonly options?: UpdateOptions;
}

/** `pulumi up` that first clears what an earlier run left, and looks at the host again when that run failed. */
export async function converge(pulumi: Pulumi, options: ConvergeOptions): Promise<UpdateResult> {
  const refresh = await clearEarlierRun(pulumi, options, options.say);
  return upUnlocked(pulumi, { ...options.options, refresh }, options.record, options.say);
}

/**
 * Clears what an earlier run left. Resolves to true when the state must be refreshed before it can be trusted, or `refresh`
 * says that it is to be: that asks every host that has machines.
 */
export async function clearEarlierRun(
  pulumi: Pulumi,
  witnesses: Witnesses,
  say: Say,
  { refresh = false }: { readonly refresh?: boolean } = {},
): Promise<boolean> {
  const mustRefresh = await recover(pulumi, witnesses, say);
  if (mustRefresh) say("the last run failed: refreshing the state from the host first");
  if (mustRefresh) return true;
  const resources = await resourcesOf(pulumi, say);
  if (!resources.some(({ type }) => type.startsWith("proxmoxve:"))) return refresh;
  const host = await witnesses.openHost();
  if (refresh) await refuseAway(host, resources);
  else refresh = await someMoved(host, resources, say);
  return refresh;
}

/** A host that cannot be asked is the program's to name. */
async function someMoved(host: PveClient, resources: readonly StateResource[], say: Say): Promise<boolean> {
  const moved = await movedSince(host, resources).catch(() => []);
  if (moved.length > 0) say(`${moved.join(", ")}: moved to another host: refreshing the state from the hosts first`);
  return moved.length > 0;
}

const resourcesOf = async (pulumi: Pulumi, say: Say) => (await exportState(pulumi, say)).deployment.resources ?? [];

/** `pulumi up`, once more when the lock that was in its way was a dead run's. */
export async function upUnlocked(
  pulumi: Pulumi,
  options: UpdateOptions,
  record: UpdateRecord,
  say: Say,
): Promise<UpdateResult> {
  const result = await pulumi.update("up", options, record);
  const holders = result.status === 0 ? [] : lockHolders(result.stderr);
  if (holders.length === 0) return result;
  await clearDeadLocks(pulumi, holders, say);
  return pulumi.update("up", { ...options, refresh: true }, record);
}
