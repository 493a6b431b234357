import type { Datacenter } from "./datacenter";
import type { Vm } from "./vm";

/**
 * What a guest holds of the memory it was promised: a device pins all of it, others have only what they touched. Half is a
 * choice of this simulation; a node that has just come up takes less in life, one that has run for weeks may take all.
 */
const TOUCHED_SHARE = 0.5;

/** Memory of a host that machines beside this one hold now, in MiB. */
export function memoryHeldByOthers(datacenter: Datacenter, vm: Vm): number {
  const others = [...datacenter.vms.values()].filter((other) => other !== vm && other.host === vm.host);
  return others.reduce((sum, { running }) => {
    if (!running) return sum;
    return sum + running.memoryMiB * (running.pciAddresses.length > 0 ? 1 : TOUCHED_SHARE);
  }, 0);
}
