import { realClock } from "../clock";
import type { SimulatorContext } from "../context";
import { Downloads } from "../downloads";
import { EventLog } from "../events";
import { Faults } from "../faults";
import { HashOrder } from "../hash-order";
import { PlainGuests } from "../plain-guests";
import type { Seed } from "../seed";
import { specOf } from "./spec-of";
import type { WorldFile } from "./world-file";

/** Long enough that a client sees a task run, short enough that nobody waits for it. */
const latencies = {
  allocate: 20,
  copyPerGiB: 30,
  quickTask: 30,
  taskStatus: 0,
  statusReport: 300,
  imageDownload: 200,
  shutdown: 100,
  guestSecond: 40,
};

export interface StartedWith {
  readonly context: SimulatorContext;
  readonly guests: PlainGuests;
  /** Ids of tokens whose secret was made here. */
  readonly newTokens: ReadonlySet<string>;
}

/** What a simulation of this file starts with, on the wall clock. */
export function startedWith(world: WorldFile, seed: Seed): StartedWith {
  const { spec, downloads, newTokens } = specOf(world);
  const clock = realClock();
  const context = {
    spec,
    clock,
    latencies,
    faults: new Faults([]),
    internet: new Downloads(downloads),
    events: new EventLog(() => clock.now()),
    hashOrder: new HashOrder(seed),
  };
  return { context, guests: new PlainGuests(clock, { boot: 250, shutdown: latencies.shutdown }), newTokens };
}
