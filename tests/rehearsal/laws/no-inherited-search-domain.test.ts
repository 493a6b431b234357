import { worker1 } from "../cluster/support";
import { bringUp, configure, makeMachine, makeTemplate, start } from "./by-hand";
import { breaches, closeWorlds, watchedWorld, type WatchedWorld } from "./watched-world";

let world: WatchedWorld;
beforeEach(async () => {
  world = await watchedWorld();
  await makeTemplate(world);
});
afterEach(closeWorlds);

test("holds for a machine with its own domain", async () => {
  await bringUp(world, worker1);
  expect(breaches(world)).toEqual([]);
});

test("is broken by a machine that has none, for Proxmox gives it the host's", async () => {
  await makeMachine(world, worker1);
  await configure(world, worker1, { delete: "searchdomain" });
  await start(world, worker1);
  expect(breaches(world)).toEqual([
    `no-inherited-search-domain: ${worker1.name} looks names up in lan.example.net, valaskjalf.internal is planned`,
  ]);
});
