import type { Law } from "./law";

/** Proxmox refuses a taken VMID, but retries inside clients can adopt the machine that holds it. */
export const vmidOnce: Law = {
  name: "vmid-once",
  sentence: "every VMID and every machine name exists once",
  watch(context) {
    const living = new Map<number, string>();
    return {
      event(event) {
        if (event.kind !== "machine") return;
        if (event.change === "destroyed") living.delete(event.vmId);
        if (event.change !== "created") return;
        const holder = living.get(event.vmId);
        const twin = [...living].find(([vmId, name]) => name === event.machine && vmId !== event.vmId);
        if (holder !== undefined) {
          context.broken({
            machine: event.machine,
            what: `VMID ${event.vmId} was created for ${event.machine} while ${holder} held it`,
            why: "two machines behind one VMID means one of them was taken over or overwritten",
          });
        }
        if (twin) {
          context.broken({
            machine: event.machine,
            what: `${event.machine} exists twice, as VMID ${twin[0]} and ${event.vmId}`,
            why: "two machines claim one name, address and cluster membership",
          });
        }
        living.set(event.vmId, event.machine);
      },
    };
  },
};
