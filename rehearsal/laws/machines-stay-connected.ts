import type { Law } from "./law";

/** Judged at every reload of a host's network, where Proxmox asks nobody. */
export const machinesStayConnected: Law = {
  name: "machines-stay-connected",
  sentence: "no change of a host's network cuts off the host or a running machine",
  watch: (context) => ({
    event(event) {
      if (event.kind !== "network") return;
      for (const machine of event.machines) {
        context.broken({
          machine,
          what: `${machine} lost its bridge on ${event.host} while it ran`,
          why: "it has no network until somebody starts it again, and nobody is told",
        });
      }
      if (event.hostCutOff) {
        context.broken({
          what: `${event.host} lost its own address`,
          why: "nobody reaches Proxmox any more to undo it: somebody must walk to the machine",
        });
      }
    },
  }),
};
