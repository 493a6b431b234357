import type { Pulumi, UpdateOptions, UpdateRecord, UpdateResult } from "../engine/pulumi";
import { refuseAway } from "./away";
import { recover, type Witnesses } from "./recover";
import { exportState } from "./stack-state";
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
  else if (refresh) await refuseAway(await witnesses.openHost(), await resourcesOf(pulumi, say));
  return mustRefresh || refresh;
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
