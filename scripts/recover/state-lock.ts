import { hostname } from "node:os";
import { isAlive } from "../engine/process-tree";
import type { Pulumi } from "../engine/pulumi";

/** Who holds the lock of a stack's state, as the engine tells it. */
export interface LockHolder {
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  readonly since: string;
}

/** Reads the engine's "the stack is currently locked by …"; empty when the text says nothing of locks. */
export function lockHolders(text: string): LockHolder[] {
  if (!text.includes("the stack is currently locked by")) return [];
  const pattern = /created by (\S+)@(\S+) \(pid (\d+)\) at (\S+)/g;
  return [...text.matchAll(pattern)].map(([, user = "", host = "", pid, since = ""]) => ({
    user,
    host,
    pid: Number(pid),
    since,
  }));
}

/**
 * Removes locks whose process is dead on this very machine, and says so. Anybody else's lock may belong to a run that
 * is alive: that is refused, with the holder's name.
 */
export async function clearDeadLocks(
  pulumi: Pulumi,
  holders: readonly LockHolder[],
  say: (line: string) => void,
): Promise<void> {
  const holding = holders.filter(({ host, pid }) => host !== hostname() || isAlive(pid));
  if (holding.length > 0) throw new Error(lockedMessage(pulumi.settings.stack, holding));
  for (const { pid, since } of holders)
    say(`lock of ${since} was left by process ${pid}, which no longer runs: removing it`);
  await pulumi.cancel();
}

function lockedMessage(stack: string, holders: readonly LockHolder[]): string {
  const who = holders.map(({ user, host, pid, since }) => `${user} on ${host} (process ${pid}, since ${since})`);
  return (
    `stack ${stack} is locked by ${who.join(" and ")}; wait for it to end. ` +
    `If you are sure that it is gone, run: pulumi cancel --stack ${stack}`
  );
}
