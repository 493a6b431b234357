import type { Invariant, InvariantContext } from "./invariant";
import type { VmState } from "./simulation-state";

/** Two machines with one MAC or address take each other's packets, now and then. */
export const noAddressTwice: Invariant = {
  name: "no-address-twice",
  description: "no two running machines share a MAC or an IP address",
  watch(context) {
    return {
      event(event, before) {
        if (event.kind !== "machine") return;
        const vm = context.state().vms.get(event.vmId);
        if (vm) compare(vm, before.vms.get(event.vmId), context);
      },
    };
  },
};

/** It starts, or runs and was changed. */
function compare(vm: VmState, before: VmState | undefined, context: InvariantContext): void {
  const old = usedBy(before);
  const news = new Set(usedBy(vm).filter((value) => !old.includes(value)));
  for (const other of context.state().vms.values()) {
    const shared = other.vmId === vm.vmId ? undefined : usedBy(other).find((value) => news.has(value));
    if (shared === undefined) continue;
    context.violations({
      machine: vm.name,
      what: `${vm.name} ${before?.inUse ? "is given" : "starts with"} ${shared}, which ${other.name} already uses`,
      why: "both answer for the address, and which one is reached changes from packet to packet",
    });
  }
}

function usedBy(vm: VmState | undefined): readonly string[] {
  return vm?.inUse ? [...vm.inUse.macs, ...vm.inUse.addresses] : [];
}
