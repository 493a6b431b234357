import { asgardPlan, inNode } from "../../support/plans";
import { on, worker1 } from "../cluster/support";
import { booted } from "../guests/support";
import { bringUp, configure, done, makeTemplate, start, stop, vm } from "./by-hand";
import { breaches, closeWorlds, watchedWorld, type WatchedWorld } from "./watched-world";

let world: WatchedWorld;
beforeEach(async () => {
  world = await watchedWorld();
  await makeTemplate(world);
});
afterEach(closeWorlds);

/** The stack file asks for more, and a run is to bring it about. */
function wants(size: Readonly<Record<string, number>>): void {
  world.watch.setPlan(asgardPlan(inNode(worker1.name, size)));
  world.watch.phase("change");
}

test("holds for a machine that starts as planned, or bigger", async () => {
  await bringUp(world, worker1, { cores: worker1.cores + 1 });
  expect(breaches(world)).toEqual([]);
});

test("is broken by every shortfall at the start", async () => {
  await bringUp(world, { ...worker1, diskGiB: 4 }, { cores: 2, memory: 4096 });
  await stop(world, worker1);
  expect(breaches(world)).toEqual([
    `planned-size: ${worker1.name} started with 2 of 3 cores, 4096 of 12288 MiB of memory, 4 of 100 GiB of disk`,
  ]);
});

test("is broken by a resize that was written down but never reached the running machine", async () => {
  await bringUp(world, worker1);
  wants({ memoryMiB: 14336 });
  await configure(world, worker1, { memory: 14336 });
  expect(breaches(world)).toEqual([`planned-size: ${worker1.name} runs with 12288 of 14336 MiB of memory`]);
});

test("holds once the machine was off and on again", async () => {
  await bringUp(world, worker1);
  wants({ memoryMiB: 14336 });
  await configure(world, worker1, { memory: 14336 });
  await stop(world, worker1);
  await start(world, worker1);
  expect(breaches(world)).toEqual([]);
});

test("holds for a disk grown while the machine runs, and for a run that failed before", async () => {
  await bringUp(world, worker1);
  wants({ diskGiB: 120 });
  world.watch.endPhase({ achieved: false });
  world.watch.phase("change");
  await done(world, world.client.put(`${vm(worker1)}/resize`, { disk: "virtio0", size: "120G" }));
  expect(breaches(world)).toEqual([]);
});

test("a reboot from inside hides no machine", async () => {
  await bringUp(world, worker1);
  const again = booted(world, worker1.name);
  await on(world, worker1, "sudo -n reboot");
  await again;
  wants({ memoryMiB: 14336 });
  expect(breaches(world)).toHaveLength(1);
});
