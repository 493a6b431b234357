import { deriveSimulation } from "../../../rehearsal/derive-simulation";
import { everyInvariant, InvariantWatch } from "../../../rehearsal/invariants";
import type { Latencies } from "../../../rehearsal/latencies";
import type { Proxmox } from "pve-simulator";
import { startSimulation, type SimulationCredentials } from "../../../rehearsal/start-simulation";
import type { SimulationSpec } from "../../../rehearsal/simulation-spec";
import type { Rke2Plan } from "../../../distributions/rke2/plan";
import { plan as asgard, type ClusterSimulation } from "../cluster/support";
import { blink } from "../guests/support";
import { seedOfThisRun } from "../../support/seed";
import { Client } from "../../../packages/pve-simulator/tests/support/client";

/** A simulation as rehearsals have it, under all their invariants, in which a test does by hand what the engine would do. */
export interface WatchedSimulation extends ClusterSimulation {
  readonly plan: Rke2Plan;
  readonly proxmox: Proxmox;
  readonly client: Client;
  readonly watch: InvariantWatch;
  readonly credentials: SimulationCredentials;
}

interface WatchedSimulationOptions {
  readonly plan?: Rke2Plan;
  /** What the simulation holds besides what the plan needs. */
  readonly spec?: Partial<SimulationSpec>;
}

/** A guest's second is long enough that no script gives up because this machine is busy. */
const latencies: Latencies = { ...blink, guestSecond: 5 };

const open: WatchedSimulation[] = [];

/** A simulation for one test, in the middle of an `up`; `closeSimulations` goes into afterEach. */
export async function watchedSimulation({
  plan = asgard,
  spec,
}: WatchedSimulationOptions = {}): Promise<WatchedSimulation> {
  const started = await startSimulation({ spec: deriveSimulation(plan, spec), latencies, seed: seedOfThisRun() });
  const { context, credentials, machines: guests } = started;
  const client = new Client(started.proxmox);
  client.token = `PVEAPIToken=${credentials.apiToken}`;
  const watch = new InvariantWatch(context.events, () => context.clock.now(), everyInvariant);
  watch.setPlan(plan);
  watch.phase("up");
  const close = (): Promise<void> => {
    client.close();
    return started.close();
  };
  const simulation = { ...started, guests, plan, client, watch, loginKey: credentials.sshPrivateKey, close };
  open.push(simulation);
  return simulation;
}

export async function closeSimulations(): Promise<void> {
  await Promise.all(open.splice(0).map((simulation) => simulation.close()));
}

/** What all invariants together found, now that the run is over: `invariant: what happened`. */
export function breaches({ watch }: WatchedSimulation): readonly string[] {
  return watch.findings().violations.map(({ invariant, what }) => `${invariant}: ${what}`);
}
