import type { Invariant } from "./invariant";

/** Judged at every reload of a host's network, where Proxmox asks nobody. */
export const machinesStayConnected: Invariant = {
  name: "machines-stay-connected",
  description: "no change of a host's network disconnects the host or a running machine",
  watch: (context) => ({
    event(event) {
      if (event.kind !== "network") return;
      for (const machine of event.machines) {
        context.violations({
          machine,
          what: `${machine} lost its bridge on ${event.host} while it ran`,
          why: "it has no network until it is started again, and nothing reports that",
        });
      }
      if (event.hostCutOff) {
        context.violations({
          what: `${event.host} lost its own address`,
          why: "Proxmox is unreachable, so only someone at the console can undo it",
        });
      }
    },
  }),
};
