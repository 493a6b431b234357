import type { Pulumi, UpdateResult } from "../engine/pulumi";
import { takeOverEarlierSteps } from "./earlier-steps";
import { recover, type Witnesses } from "./recover";
import { clearDeadLocks, lockHolders } from "./state-lock";

export interface ConvergeOptions extends Witnesses {
  readonly flags: readonly string[];
  readonly eventLog: string;
  readonly logFile?: string;
  /** The terminal belongs to the engine: it shows its progress and asks before it acts. */
  readonly interactive?: boolean;
  readonly say: (line: string) => void;
}

/** `pulumi up` that first clears what an earlier run left, and looks at the host again when that run failed. */
export async function converge(pulumi: Pulumi, options: ConvergeOptions): Promise<UpdateResult> {
  const { say } = options;
  await takeOverEarlierSteps(pulumi, say);
  const refresh = await recover(pulumi, options, say);
  if (refresh) say("the last run did not end well: refreshing state from the host first");
  const result = await update(pulumi, options, refresh);
  const holders = result.status === 0 ? [] : lockHolders(result.stderr);
  if (holders.length === 0) return result;
  await clearDeadLocks(pulumi, holders, say);
  return update(pulumi, options, true);
}

function update(pulumi: Pulumi, options: ConvergeOptions, refresh: boolean): Promise<UpdateResult> {
  const { flags, eventLog, logFile, interactive } = options;
  const all = refresh ? [...flags, "--refresh"] : flags;
  return pulumi.update("up", all, eventLog, {
    ...(logFile === undefined ? {} : { logFile }),
    ...(interactive === undefined ? {} : { interactive }),
  });
}
