import { guardWords } from "../../stack/destroy-guard-words";
import { Pulumi, type UpdateOptions, type UpdateRecord, type UpdateResult } from "../engine/pulumi";
import { exportState, importState, type StateResource } from "./stack-state";

/**
 * Destroys what {@link leaveForeign} has looked at. Meanwhile nothing in the state keeps a plain `pulumi destroy` from
 * beginning, so what is left at the end, of a destroy that failed or was interrupted too, is guarded again.
 */
export async function destroyGuarded(
  pulumi: Pulumi,
  options: UpdateOptions,
  record: UpdateRecord,
  say: (line: string) => void,
): Promise<UpdateResult> {
  let gone = false;
  try {
    const result = await pulumi.update("destroy", options, record);
    gone = result.status === 0 && options.excludeProtected !== true;
    return result;
  } finally {
    if (!gone) await guardAgain(withoutSignal(pulumi), say);
  }
}

/** Somebody who interrupted the engine waits for this as well: it takes a second. */
function withoutSignal({ settings }: Pulumi): Pulumi {
  const { signal: _, ...others } = settings;
  return new Pulumi(others);
}

/**
 * The providers of what is on hosts are the last to go, so they carry the hook. Where an engine was killed, its pending
 * operations are what the next run clears, and an import would drop them.
 */
async function guardAgain(pulumi: Pulumi, say: (line: string) => void): Promise<void> {
  try {
    const state = await exportState(pulumi, say);
    const { resources = [], pending_operations: pending = [] } = state.deployment;
    if (pending.length > 0 || !resources.some(isGuardian)) return;
    const guarded = resources.map((one) => (isGuardian(one) ? withGuard(one, pulumi.settings.stack) : one));
    await importState(pulumi, { ...state, deployment: { ...state.deployment, resources: guarded } }, say);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    say(`a plain pulumi destroy of what is left would look at nothing; use the same command again (${why})`);
  }
}

const isGuardian = ({ type }: StateResource): boolean => type === "pulumi:providers:proxmoxve";

const withGuard = (resource: StateResource, stack: string): StateResource => ({
  ...resource,
  resourceHooks: { ...resource.resourceHooks, BeforeDelete: [guardWords(stack)] },
});
