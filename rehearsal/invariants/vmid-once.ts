import type { MachineEvent } from "../events";
import type { Invariant, InvariantContext } from "./invariant";
import type { VmState } from "./simulation-state";

/**
 * Proxmox refuses a taken VMID, but retries inside clients can adopt the machine that has it. Names need not be unique:
 * templates may share theirs, with one on each host, and are not machines that could be confused.
 */
export const vmidOnce: Invariant = {
  name: "vmid-once",
  description: "every VMID is unique, and so is every name of a machine other than a template",
  watch(context) {
    const isTemplate = (machine: string) => context.plan()?.templates.some(({ name }) => name === machine) === true;
    return {
      event(event, before) {
        if (event.kind !== "machine" || event.change === "destroyed") return;
        const holder = before.vms.get(event.vmId);
        if (event.change === "created" && holder && !isTemplate(holder.name)) judgeId(event, holder, context);
        const isNamed = event.change === "created" || holder?.name !== event.machine;
        if (isNamed && !isTemplate(event.machine)) judgeName(event, before.vms, context);
      },
    };
  },
};

function judgeId({ machine, vmId }: MachineEvent, holder: VmState, context: InvariantContext): void {
  context.violations({
    machine,
    what: `VMID ${vmId} was created for ${machine} while ${holder.name} held it`,
    why: "two machines with one VMID mean that one was taken over or overwritten",
  });
}

function judgeName(
  { machine, vmId }: MachineEvent,
  others: ReadonlyMap<number, VmState>,
  context: InvariantContext,
): void {
  const twin = [...others.values()].find((other) => other.name === machine && other.vmId !== vmId);
  if (!twin) return;
  context.violations({
    machine,
    what: `${machine} exists twice, as VMID ${twin.vmId} and ${vmId}`,
    why: "two machines claim one name, address and cluster membership",
  });
}
