import type { Invariant, InvariantContext } from "./invariant";

interface Life {
  readonly name: string;
  readonly vmId: number;
  /** Of the plan in force when it was created. */
  readonly generation: number | undefined;
  joined: boolean;
}

/**
 * A machine replaced by surprise loses its disk. Not a surprise: a raised generation, a machine taken out of the plan,
 * and, after a failed or killed run, one that never joined its cluster.
 */
export const replacedOnlyWhenAsked: Invariant = {
  name: "replaced-only-when-asked",
  description: "no machine is destroyed and created again unless its generation changed",
  watch(context) {
    const living = new Map<number, Life>();
    const lost: Life[] = [];
    return {
      event(event) {
        if (event.kind === "cluster" && (event.change === "agent-joined" || isServerIn(event.change))) {
          for (const life of living.values()) if (life.name === event.machine) life.joined = true;
        }
        if (event.kind !== "machine") return;
        if (event.change === "destroyed") {
          const life = living.get(event.vmId);
          living.delete(event.vmId);
          if (life && isMissed(life, context)) lost.push(life);
        }
        if (event.change === "created") {
          const generation = generationOf(event.machine, context);
          const before = lost.findIndex((life) => life.vmId === event.vmId || life.name === event.machine);
          const [former] = before < 0 ? [] : lost.splice(before, 1);
          if (former && former.generation === generationOf(former.name, context)) report(former, context);
          living.set(event.vmId, { name: event.machine, vmId: event.vmId, generation, joined: false });
        }
      },
    };
  },
};

function isServerIn(change: string): boolean {
  return change === "initialized" || change === "server-joined";
}

/** Whether somebody would call its return a replacement. */
function isMissed(life: Life, context: InvariantContext): boolean {
  const phase = context.phase();
  if (phase?.kind === "destroy") return false;
  if (phase?.recovering === true && !life.joined) return false;
  return context.plan()?.nodes.some(({ name }) => name === life.name) ?? true;
}

function generationOf(machine: string, context: InvariantContext): number | undefined {
  return context.plan()?.nodes.find(({ name }) => name === machine)?.generation;
}

function report(former: Life, context: InvariantContext): void {
  context.violations({
    machine: former.name,
    what: `${former.name} (VMID ${former.vmId}) was destroyed and created again in generation ${former.generation ?? "unknown"}`,
    why: "only a raised generation asks for a replacement; everything on the old disk is lost",
  });
}
