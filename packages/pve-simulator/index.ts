// The public interface, with ./world-file, ./ssh, ./cloud-init and ./routes beside it: everything in src may change without notice.
import type { SimulatorContext } from "./src/context";
import type { Guests } from "./src/guest-contract";
import type { Proxmox, ServeOptions } from "./src/proxmox";

/**
 * Starts the hosts of a context: hosts of a cluster, and standalone hosts. `guests` are what runs in their virtual machines.
 * The code is loaded at the first call, so that importing only a clock or a seed is quick.
 */
export async function startProxmox(
  context: SimulatorContext,
  guests: Guests,
  options: ServeOptions = {},
): Promise<Proxmox> {
  const simulator = await import("./src/proxmox.ts");
  return simulator.serveProxmox(context, guests, options);
}

export { chance } from "./src/chance";
export { type Clock, LeapingClock, ManualClock, realClock } from "./src/clock";
export type { SimulatorContext } from "./src/context";
export { Downloads } from "./src/downloads";
export { EventLog, type EventSink } from "./src/events";
export { type Fault, Faults, type HostFaultKind, hostFaultKinds, type HostFaults } from "./src/faults";
export type { DriveBus, Guests, Nic, PowerOn } from "./src/guest-contract";
export { PlainGuests } from "./src/plain-guests";
export { HashOrder } from "./src/hash-order";
export type * from "./src/host-event";
export type { RequestRecord } from "./src/http/server";
export type { HostLatencies } from "./src/latencies";
export type { Proxmox, ServeOptions } from "./src/proxmox";
export { anySeed, parseSeed, type Seed } from "./src/seed";
export type {
  DatacenterSpec,
  DownloadableFile,
  HostSpec,
  TokenSpec,
  PveVersion,
  SimulatedStorageType,
} from "./src/spec";
export type { SshEndpoint } from "./src/ssh/server";
export type { HostState, VmState } from "./src/state";
