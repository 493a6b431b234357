import type { Invariant, InvariantContext } from "./invariant";
import type { VmState } from "./simulation-state";

/**
 * A machine replaced by surprise loses its disk. Not a surprise: a raised generation, a machine taken out of the plan,
 * and, after a failed or killed run, one that never joined its cluster.
 */
export const replacedOnlyWhenAsked: Invariant = {
  name: "replaced-only-when-asked",
  description: "no machine is destroyed and created again unless its generation changed",
  watch(context) {
    const lost: VmState[] = [];
    return {
      event(event, before) {
        if (event.kind !== "machine") return;
        const vm = before.vms.get(event.vmId);
        if (event.change === "destroyed" && vm && isMissed(vm, context)) lost.push(vm);
        if (event.change !== "created") return;
        const index = lost.findIndex(({ vmId, name }) => vmId === event.vmId || name === event.machine);
        const [former] = index < 0 ? [] : lost.splice(index, 1);
        if (former && former.generation === generationOf(former.name, context)) report(former, context);
      },
    };
  },
};

/** Whether somebody would call its return a replacement. */
function isMissed({ name, hasJoined }: VmState, context: InvariantContext): boolean {
  const phase = context.phase();
  if (phase?.kind === "destroy") return false;
  if (phase?.recovering === true && !hasJoined) return false;
  return context.plan()?.nodes.some((node) => node.name === name) ?? true;
}

function generationOf(machine: string, context: InvariantContext): number | undefined {
  return context.plan()?.nodes.find(({ name }) => name === machine)?.generation;
}

function report(former: VmState, context: InvariantContext): void {
  context.violations({
    machine: former.name,
    what: `${former.name} (VMID ${former.vmId}) was destroyed and created again in generation ${former.generation ?? "unknown"}`,
    why: "only a raised generation asks for a replacement; everything on the old disk is lost",
  });
}
