import { failure, type Pulumi } from "../engine/pulumi";
import { mendTornNotes } from "./torn-notes";
import { clearDeadLocks, lockHolders } from "./state-lock";

export interface StateResource {
  readonly urn: string;
  readonly type: string;
  /** The reference of its provider: its URN and id. */
  readonly provider?: string;
  /** Of a file, its volume. */
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** The engine deletes it only on request. */
  readonly protect?: boolean;
  /** Names of what runs around its steps, by moment. */
  readonly resourceHooks?: Readonly<Record<string, readonly string[] | undefined>>;
  /** Why its creation, or its last update, did not come to its end. */
  readonly initErrors?: readonly string[];
  /** Deleted on purpose, to be made again: it is in state, but no longer on the host. */
  readonly pendingReplacement?: boolean;
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

/** Reads the state; what a killed engine left of the backend's own files is mended first where that is needed. */
export async function exportState(pulumi: Pulumi, say: (line: string) => void = () => undefined): Promise<StackState> {
  const args = ["stack", "export", "--stack", pulumi.settings.stack];
  const first = await pulumi.run(args);
  if (first.status === 0) return stateIn(first.stdout);
  const mended = first.stderr.includes("EOF") && (await mendTornNotes(pulumi, say));
  if (!mended) throw failure("stack export", first);
  return stateIn(await pulumi.expect(args));
}

function stateIn(text: string): StackState {
  try {
    const state = JSON.parse(text) as Partial<StackState> | null;
    if (state?.deployment !== undefined) return state as StackState;
  } catch {
    // Said below.
  }
  throw new Error("pulumi stack export failed: it printed no state; is the pulumi on PATH Pulumi's own?");
}

/** Writes a state back; needs the lock, so it fails while anybody works on the stack. Dead locks are cleared. */
export async function importState(pulumi: Pulumi, state: StackState, say: (line: string) => void): Promise<void> {
  const args = ["stack", "import", "--stack", pulumi.settings.stack];
  const stdin = JSON.stringify(state);
  const first = await pulumi.run(args, { stdin });
  if (first.status === 0) return;
  const holders = lockHolders(first.stderr);
  if (holders.length === 0) throw failure("stack import", first);
  await clearDeadLocks(pulumi, holders, say);
  await pulumi.expect(args, { stdin });
}

/** The same state without pending operations. */
export function withoutPending(state: StackState): StackState {
  return { ...state, deployment: { ...state.deployment, pending_operations: [] } };
}
