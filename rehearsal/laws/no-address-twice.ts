import type { Law } from "./law";
import { addressesOf, isTemplate, macsOf, type VmConfig } from "./vm-config";

/** Two machines with one MAC or address take each other's packets, now and then. */
export const noAddressTwice: Law = {
  name: "no-address-twice",
  sentence: "no two running machines share a MAC or an IP address",
  watch(context) {
    const configs = new Map<number, VmConfig>();
    const running = new Map<number, string>();
    return {
      event(event) {
        if (event.kind !== "machine") return;
        if (event.config) configs.set(event.vmId, event.config);
        if (event.change === "stopped" || event.change === "destroyed") running.delete(event.vmId);
        const mine = configs.get(event.vmId);
        if ((event.change !== "starting" && event.change !== "booted") || !mine || isTemplate(mine)) return;
        if (running.has(event.vmId)) return;
        const myAddresses = new Set([...macsOf(mine), ...addressesOf(mine)]);
        for (const [vmId, other] of running) {
          const theirs = configs.get(vmId);
          const shared = theirs && [...macsOf(theirs), ...addressesOf(theirs)].find((value) => myAddresses.has(value));
          if (shared === undefined) continue;
          context.broken({
            machine: event.machine,
            what: `${event.machine} starts with ${shared}, which ${other} already uses`,
            why: "both answer for the address, and which one is reached changes from packet to packet",
          });
        }
        running.set(event.vmId, event.machine);
      },
    };
  },
};
