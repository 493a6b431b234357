import { isInService, type LivingOutsideVm } from "../../model/outside-vm-plan";
import type { MachineEvent } from "../events";
import type { Invariant } from "./invariant";

const deeds: readonly MachineEvent["change"][] = ["config", "disk-removed", "starting", "stopping", "destroyed"];

/** Taking a machine over is no reason to touch it. From the first edit of its entry on it follows its entry. */
export const adoptedAsTheyAre: Invariant = {
  name: "adopted-as-they-are",
  description: "an adopted machine is not changed until its entry changes",
  watch(context) {
    const found = new Map<number, string>();
    const edited = new Set<number>();
    return {
      event(event) {
        const adopted = (context.plan()?.vms ?? []).filter(isInService).filter((vm) => vm.adopted);
        for (const vm of adopted) {
          const entry = entryOf(vm);
          if ((found.get(vm.vmId) ?? entry) !== entry) edited.add(vm.vmId);
          found.set(vm.vmId, entry);
        }
        if (event.kind !== "machine" || !deeds.includes(event.change) || edited.has(event.vmId)) return;
        const vm = adopted.find(({ vmId }) => vmId === event.vmId);
        if (!vm || (context.phase()?.kind === "destroy" && !vm.protect)) return;
        context.violations({
          machine: event.machine,
          what: `${vm.name} (VMID ${vm.vmId}) was adopted unchanged, but: ${event.change}`,
          why: "it was set up by hand, and adopting it must not change it",
        });
      },
    };
  },
};

/** What of an entry is applied to the machine. */
function entryOf({ state, cores, memoryMiB, diskGiB, storage, onBoot, startup, adopted }: LivingOutsideVm): string {
  return JSON.stringify([state, cores, memoryMiB, diskGiB, storage, onBoot, startup, adopted]);
}
