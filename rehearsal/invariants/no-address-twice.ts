import type { MachineEvent } from "../events";
import type { Invariant, InvariantContext } from "./invariant";
import { addressesOf, isTemplate, macsOf, type VmConfig } from "./vm-config";

/** What a running machine answers for: a changed MAC is plugged in at once, a changed address waits for the next start. */
interface Claim {
  readonly machine: string;
  readonly macs: readonly string[];
  readonly addresses: readonly string[];
}

/** Two machines with one MAC or address take each other's packets, now and then. */
export const noAddressTwice: Invariant = {
  name: "no-address-twice",
  description: "no two running machines share a MAC or an IP address",
  watch(context) {
    const configs = new Map<number, VmConfig>();
    const running = new Map<number, Claim>();
    return {
      event(event) {
        if (event.kind !== "machine") return;
        if (event.config) configs.set(event.vmId, event.config);
        if (event.change === "stopped" || event.change === "destroyed") running.delete(event.vmId);
        const config = configs.get(event.vmId);
        const before = running.get(event.vmId);
        if (!config || isTemplate(config) || !claims(event, before)) return;
        const { machine } = event;
        const claim = { machine, macs: macsOf(config), addresses: before?.addresses ?? addressesOf(config) };
        running.delete(event.vmId);
        compare(claim, before, running.values(), context);
        running.set(event.vmId, claim);
      },
    };
  },
};

/** It starts, or runs and was changed. */
function claims({ change }: MachineEvent, before: Claim | undefined): boolean {
  return before ? change === "config" : change === "starting" || change === "booted";
}

function compare(claim: Claim, before: Claim | undefined, others: Iterable<Claim>, context: InvariantContext): void {
  const old = valuesOf(before);
  const news = new Set(valuesOf(claim).filter((value) => !old.includes(value)));
  for (const other of others) {
    const shared = valuesOf(other).find((value) => news.has(value));
    if (shared === undefined) continue;
    context.violations({
      machine: claim.machine,
      what: `${claim.machine} ${before ? "is given" : "starts with"} ${shared}, which ${other.machine} already uses`,
      why: "both answer for the address, and which one is reached changes from packet to packet",
    });
  }
}

function valuesOf(claim: Claim | undefined): readonly string[] {
  return claim ? [...claim.macs, ...claim.addresses] : [];
}
