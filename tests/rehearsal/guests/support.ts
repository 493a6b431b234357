import { type Clock, HashOrder, type PowerOn, realClock } from "pve-simulator";
import { SimulationLog } from "../../../rehearsal/events";
import { SimulationFaults, type SimulationFault } from "../../../rehearsal/faults";
import type { GuestSoftware } from "../../../rehearsal/guests/guest-software";
import { createGuests, type GuestModule } from "../../../rehearsal/guests/guests";
import { everySite } from "../../../rehearsal/distributions/registry";
import { Internet } from "../../../rehearsal/internet";
import { Outages } from "../../../rehearsal/outages";
import { cloudImageOf } from "../../../rehearsal/os/registry";
import type { Latencies } from "../../../rehearsal/latencies";
import { startNetwork } from "../../../rehearsal/network/network";
import type { SimulationContext } from "../../../rehearsal/simulation";
import type { SimulationSpec } from "../../../rehearsal/simulation-spec";
import { seedOfThisRun } from "../../support/seed";
import { operator } from "./keys";
import type { LoginSimulation } from "./ssh-client";

export { hostKey, operator } from "./keys";
export { machine, networkDocument, userDocument, vendorDocument } from "./machine-spec";
export { connect, exec, login, ssh, type Ran, type Target } from "./ssh-client";

// What is simulated takes milliseconds, but a busy machine may be slow to simulate it.
jest.setTimeout(30_000);

/** Everything takes a blink: tests wait for what happens, never for time. */
export const blink: Latencies = {
  allocate: 1,
  copyPerGiB: 1,
  quickTask: 1,
  taskStatus: 0,
  statusReport: 1,
  imageDownload: 1,
  boot: 2,
  cloudInit: 4,
  automaticUpdates: 0,
  shutdown: 1,
  artifactDownload: 1,
  firstServer: 10,
  serverJoin: 10,
  serverRestart: 5,
  agentJoin: 5,
  drain: 1,
  guestSecond: 1,
};

export interface SmallSimulation extends LoginSimulation {
  readonly context: SimulationContext;
  readonly guests: GuestModule;
  close(): Promise<void>;
}

export interface SmallSimulationOptions {
  readonly faults?: readonly SimulationFault[];
  readonly spec?: Partial<SimulationSpec>;
  readonly latencies?: Partial<Latencies>;
  readonly clock?: Clock;
  readonly software?: (context: SimulationContext) => GuestSoftware;
}

export async function smallSimulation(options: SmallSimulationOptions = {}): Promise<SmallSimulation> {
  const clock = options.clock ?? realClock();
  const context: SimulationContext = {
    spec: { ...emptySpec(), ...options.spec, sshUser: "root", sshPublicKey: operator.public },
    clock,
    events: new SimulationLog(() => clock.now()),
    latencies: { ...blink, ...options.latencies },
    faults: new SimulationFaults(options.faults ?? []),
    internet: new Internet(options.spec?.internet ?? [], everySite()),
    hashOrder: new HashOrder(seedOfThisRun()),
    outages: new Outages(),
  };
  const network = await startNetwork(context.spec, context.hashOrder.seed);
  const software = options.software?.(context) ?? { programs: [], daemons: [] };
  const guests = createGuests(context, network.fabric, software, cloudImageOf);
  return {
    context,
    network,
    guests,
    close: async () => {
      guests.close();
      await network.close();
    },
  };
}

function emptySpec(): SimulationSpec {
  return {
    hosts: {},
    internet: [],
    aptPackages: [],
    token: { id: "pulumi@pve!homelab", secret: "x", privileges: [] },
    sshUser: "",
    sshPublicKey: "",
    pveVersion: "9.1.3",
  };
}

/** Resolves when the machine has finished booting, or rejects with why it has not. */
export function booted({ context }: SmallSimulation, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = context.events.listen((event) => {
      if (event.kind !== "machine" || event.machine !== name) return;
      if (event.change === "booted") resolve();
      else if (event.change === "boot-failed") reject(new Error(event.reason));
      else return;
      stop();
    });
  });
}

export async function bootMachine(simulation: SmallSimulation, spec: PowerOn): Promise<void> {
  const up = booted(simulation, spec.name);
  simulation.guests.powerOn(spec);
  await up;
}
