import type { MachineEvent } from "../events";
import type { Invariant, InvariantContext } from "./invariant";

/**
 * Proxmox refuses a taken VMID, but retries inside clients can adopt the machine that holds it. Names it lets through:
 * templates may share theirs, each host having one, and are no machines that anybody could mistake for another.
 */
export const vmidOnce: Invariant = {
  name: "vmid-once",
  description: "every VMID exists once, and every name of a machine that is no template",
  watch(context) {
    const living = new Map<number, string>();
    return {
      event(event) {
        if (event.kind !== "machine") return;
        if (event.change === "destroyed") living.delete(event.vmId);
        if (event.change === "created") judgeId(event, living.get(event.vmId), context);
        if (context.plan()?.templates.some(({ name }) => name === event.machine)) return;
        const isNamed = event.change === "config" && living.get(event.vmId) !== event.machine;
        if (event.change !== "created" && !isNamed) return;
        judgeName(event, living, context);
        living.set(event.vmId, event.machine);
      },
    };
  },
};

function judgeId({ machine, vmId }: MachineEvent, holder: string | undefined, context: InvariantContext): void {
  if (holder === undefined) return;
  context.violations({
    machine,
    what: `VMID ${vmId} was created for ${machine} while ${holder} held it`,
    why: "two machines behind one VMID means one of them was taken over or overwritten",
  });
}

function judgeName(
  { machine, vmId }: MachineEvent,
  living: ReadonlyMap<number, string>,
  context: InvariantContext,
): void {
  const twin = [...living].find(([other, name]) => name === machine && other !== vmId);
  if (!twin) return;
  context.violations({
    machine,
    what: `${machine} exists twice, as VMID ${twin[0]} and ${vmId}`,
    why: "two machines claim one name, address and cluster membership",
  });
}
