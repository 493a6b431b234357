import { worker1 } from "../cluster/support";
import { bringUp, configure, makeTemplate, stop } from "./by-hand";
import { breaches, closeWorlds, watchedWorld, type WatchedWorld } from "./watched-world";

let world: WatchedWorld;
beforeEach(async () => {
  world = await watchedWorld();
  await makeTemplate(world);
});
afterEach(closeWorlds);

const bare = { tags: "rke2;worker", startup: "order=7", onboot: 0, agent: "enabled=0" };

test("holds for a machine with everything on it", async () => {
  await bringUp(world, worker1);
  expect(breaches(world)).toEqual([]);
});

test("holds for a machine that is dressed before the run is over", async () => {
  await bringUp(world, worker1, bare);
  const { order } = worker1.startup;
  await configure(world, worker1, { tags: worker1.tags.join(";"), startup: `order=${order}`, onboot: 1, agent: 1 });
  expect(breaches(world)).toEqual([]);
});

test("is broken by what is missing when the run is over", async () => {
  await bringUp(world, worker1, bare);
  expect(breaches(world)).toEqual([
    `machines-dressed: ${worker1.name} runs without tag valaskjalf, start order 20, start on boot, guest agent`,
  ]);
});

test("does not judge a machine that is off", async () => {
  await bringUp(world, worker1, bare);
  await stop(world, worker1);
  expect(breaches(world)).toEqual([]);
});
