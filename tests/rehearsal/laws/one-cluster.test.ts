import { asgardPlan, inNode } from "../../support/plans";
import { cp1, cp2, run, serverScript, succeed } from "../cluster/support";
import { bringUp, destroy } from "./by-hand";
import { foundCluster, join, leave } from "./watched-cluster";
import { breaches, closeWorlds, watchedWorld, type WatchedWorld } from "./watched-world";

let world: WatchedWorld;
let caHash: string;
beforeEach(async () => {
  world = await watchedWorld();
  caHash = await foundCluster(world, cp1, cp2);
});
afterEach(closeWorlds);

/** The owner raises the first server's generation; it leaves, goes and comes back empty. */
async function rebuildFirstServer(): Promise<void> {
  world.watch.setPlan(asgardPlan(inNode(cp1.name, { generation: 1 })));
  world.watch.phase("change");
  await leave(world, cp1, caHash);
  await destroy(world, cp1);
  await bringUp(world, cp1);
}

test("holds for a rebuilt first server that looks for the living cluster, as the program has it do", async () => {
  await rebuildFirstServer();
  await succeed(run(world, cp1, serverScript(cp1, caHash), "found"));
  await join(world, cp1, caHash);
  expect(breaches(world)).toEqual([]);
});

test("is broken when a rebuilt first server asks nobody and founds its own", async () => {
  await rebuildFirstServer();
  const blind = serverScript(cp1, "").replaceAll("9345/ping", "9345/nowhere");
  await succeed(run(world, cp1, blind, "found"));
  expect(breaches(world)).toEqual([`one-cluster: ${cp1.name} founded a second cluster beside the one of ${cp2.name}`]);
});

test("holds for a new founding after everything was destroyed", async () => {
  world.watch.phase("destroy");
  await destroy(world, cp1);
  await destroy(world, cp2);
  world.watch.phase("up");
  await bringUp(world, cp1);
  await succeed(run(world, cp1, serverScript(cp1, ""), "found"));
  expect(breaches(world)).toEqual([]);
});
