import { asgardPlan, withoutNodes } from "../../support/plans";
import { cp1, cp2, cp3 } from "../cluster/support";
import { destroy } from "./by-hand";
import { foundCluster, leave } from "./watched-cluster";
import { breaches, closeWorlds, watchedWorld, type WatchedWorld } from "./watched-world";

let world: WatchedWorld;
let caHash: string;
beforeEach(async () => {
  world = await watchedWorld();
  caHash = await foundCluster(world, cp1, cp2);
});
afterEach(closeWorlds);

test("holds when the server leaves etcd first", async () => {
  world.watch.setPlan(asgardPlan(withoutNodes(cp2.name, cp3.name)));
  world.watch.phase("change");
  await leave(world, cp2, caHash);
  await destroy(world, cp2);
  expect(breaches(world)).toEqual([]);
});

test("holds in a destroy of everything", async () => {
  world.watch.phase("destroy");
  await destroy(world, cp2);
  await destroy(world, cp1);
  expect(breaches(world)).toEqual([]);
});

test("is broken when a member is destroyed", async () => {
  await destroy(world, cp2);
  expect(breaches(world)).toContain(
    `servers-leave-etcd: ${cp2.name} was destroyed while it was an etcd member of the cluster`,
  );
});
