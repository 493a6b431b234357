import type { Pulumi } from "../engine/pulumi";
import { clearDeadLocks, lockHolders } from "./state-lock";

export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** What a run that ended by force was in the middle of. */
export interface PendingOperation {
  readonly resource: StateResource;
  readonly type: "creating" | "updating" | "deleting" | "reading" | "importing";
}

/** A stack's state as the engine exports it, as far as we read it; the rest is passed on untouched. */
export interface StackState {
  readonly version: number;
  readonly deployment: {
    readonly resources?: readonly StateResource[];
    readonly pending_operations?: readonly PendingOperation[];
  };
}

export async function exportState(pulumi: Pulumi): Promise<StackState> {
  return JSON.parse(await pulumi.expect(["stack", "export", "--stack", pulumi.settings.stack])) as StackState;
}

/** Writes a state back; needs the lock, so it fails while anybody works on the stack. Dead locks are cleared. */
export async function importState(pulumi: Pulumi, state: StackState, say: (line: string) => void): Promise<void> {
  const args = ["stack", "import", "--stack", pulumi.settings.stack];
  const stdin = JSON.stringify(state);
  const first = await pulumi.run(args, { stdin });
  if (first.status === 0) return;
  const holders = lockHolders(first.stderr);
  if (holders.length === 0) throw new Error(`pulumi stack import failed: ${first.stderr.trim()}`);
  await clearDeadLocks(pulumi, holders, say);
  await pulumi.expect(args, { stdin });
}

/** The same state without pending operations. */
export function withoutPending(state: StackState): StackState {
  return { ...state, deployment: { ...state.deployment, pending_operations: [] } };
}
