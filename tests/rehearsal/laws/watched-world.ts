import { deriveWorld } from "../../../rehearsal/derive-world";
import { everyLaw, LawWatch } from "../../../rehearsal/laws";
import type { Latencies } from "../../../rehearsal/latencies";
import type { Proxmox } from "pve-simulator";
import { startWorld, type WorldCredentials } from "../../../rehearsal/start-world";
import type { WorldSpec } from "../../../rehearsal/world-spec";
import type { Rke2Plan } from "../../../distributions/rke2/plan";
import { plan as asgard, type ClusterWorld } from "../cluster/support";
import { blink } from "../guests/support";
import { seedOfThisRun } from "../../support/seed";
import { Client } from "../../../packages/pve-simulator/tests/support/client";

/** A world as rehearsals have it, under all their laws, in which a test does by hand what the engine would do. */
export interface WatchedWorld extends ClusterWorld {
  readonly plan: Rke2Plan;
  readonly proxmox: Proxmox;
  readonly client: Client;
  readonly watch: LawWatch;
  readonly credentials: WorldCredentials;
}

interface WatchedWorldOptions {
  readonly plan?: Rke2Plan;
  /** What the world holds besides what the plan needs. */
  readonly spec?: Partial<WorldSpec>;
}

/** A guest's second is long enough that no script gives up because this machine is busy. */
const latencies: Latencies = { ...blink, guestSecond: 5 };

const open: WatchedWorld[] = [];

/** A world for one test, in the middle of an `up`; `closeWorlds` goes into afterEach. */
export async function watchedWorld({ plan = asgard, spec }: WatchedWorldOptions = {}): Promise<WatchedWorld> {
  const rooms = await startWorld({ spec: deriveWorld(plan, spec), latencies, seed: seedOfThisRun() });
  const { context, credentials, machines: guests } = rooms;
  const client = new Client(rooms.proxmox);
  client.token = `PVEAPIToken=${credentials.apiToken}`;
  const watch = new LawWatch(context.events, () => context.clock.now(), everyLaw);
  watch.setPlan(plan);
  watch.phase("up");
  const close = (): Promise<void> => {
    client.close();
    return rooms.close();
  };
  const world = { ...rooms, guests, plan, client, watch, loginKey: credentials.sshPrivateKey, close };
  open.push(world);
  return world;
}

export async function closeWorlds(): Promise<void> {
  await Promise.all(open.splice(0).map((world) => world.close()));
}

/** What all laws together found, now that the run is over: `law: what happened`. */
export function breaches({ watch }: WatchedWorld): readonly string[] {
  return watch.verdict().broken.map(({ law, what }) => `${law}: ${what}`);
}
