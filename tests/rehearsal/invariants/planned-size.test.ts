import { asgardPlan, inNode } from "../../support/plans";
import { on, worker1 } from "../cluster/support";
import { booted } from "../guests/support";
import { bringUp, configure, done, makeTemplate, start, stop, vm } from "./by-hand";
import { breaches, closeSimulations, watchedSimulation, type WatchedSimulation } from "./watched-simulation";

let simulation: WatchedSimulation;
beforeEach(async () => {
  simulation = await watchedSimulation();
  await makeTemplate(simulation);
});
afterEach(closeSimulations);

/** The stack file asks for more, and a run is to bring it about. */
function wants(size: Readonly<Record<string, number>>): void {
  simulation.watch.setPlan(asgardPlan(inNode(worker1.name, size)));
  simulation.watch.phase("change");
}

test("holds for a machine that starts as planned, or bigger", async () => {
  await bringUp(simulation, worker1, { cores: worker1.cores + 1 });
  expect(breaches(simulation)).toEqual([]);
});

test("is violated by every shortfall at the start", async () => {
  await bringUp(simulation, { ...worker1, diskGiB: 4 }, { cores: 2, memory: 4096 });
  await stop(simulation, worker1);
  expect(breaches(simulation)).toEqual([
    `planned-size: ${worker1.name} started with 2 of 3 cores, 4096 of 12288 MiB of memory, 4 of 100 GiB of disk`,
  ]);
});

test("is violated by a resize that is configured but never reached the running machine", async () => {
  await bringUp(simulation, worker1);
  wants({ memoryMiB: 14336 });
  await configure(simulation, worker1, { memory: 14336 });
  expect(breaches(simulation)).toEqual([`planned-size: ${worker1.name} runs with 12288 of 14336 MiB of memory`]);
});

test("holds once the machine was stopped and started", async () => {
  await bringUp(simulation, worker1);
  wants({ memoryMiB: 14336 });
  await configure(simulation, worker1, { memory: 14336 });
  await stop(simulation, worker1);
  await start(simulation, worker1);
  expect(breaches(simulation)).toEqual([]);
});

test("holds for a disk grown while the machine runs, and for a run that failed before", async () => {
  await bringUp(simulation, worker1);
  wants({ diskGiB: 120 });
  simulation.watch.endPhase({ achieved: false });
  simulation.watch.phase("change");
  await done(simulation, simulation.client.put(`${vm(worker1)}/resize`, { disk: "virtio0", size: "120G" }));
  expect(breaches(simulation)).toEqual([]);
});

test("a reboot from inside does not hide a machine", async () => {
  await bringUp(simulation, worker1);
  const again = booted(simulation, worker1.name);
  await on(simulation, worker1, "sudo -n reboot");
  await again;
  wants({ memoryMiB: 14336 });
  expect(breaches(simulation)).toHaveLength(1);
});
