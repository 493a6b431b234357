import type { Invariant } from "./invariant";

/** Polling for what is not there yet is a client's right; the API marks only what life would hold against us. */
export const noRequestRefused: Invariant = {
  name: "no-request-refused",
  description: "no request is refused by Proxmox, except where clients must expect it",
  watch: (context) => ({
    event(event) {
      if (event.kind !== "request" || event.unexpected !== true) return;
      context.violations({
        what: `${event.method} ${event.path} was answered ${event.status}${event.error ? `: ${event.error.trim()}` : ""}`,
        why: "a real host would refuse it too, and the run would stop there",
      });
    },
  }),
};
