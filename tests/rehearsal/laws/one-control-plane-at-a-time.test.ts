import { oneControlPlaneAtATime } from "../../../rehearsal/laws/one-control-plane-at-a-time";
import { asgardPlan, withoutNodes } from "../../support/plans";
import { clusterEvents, cp1, cp2, cp3, until } from "../cluster/support";
import { bringUp, destroy, start, stop } from "./by-hand";
import { History } from "./history";
import { foundCluster, join, leave } from "./watched-cluster";
import { breaches, closeWorlds, watchedWorld } from "./watched-world";

afterEach(closeWorlds);

test("holds for servers that join and lose their power one after another", async () => {
  const world = await watchedWorld();
  await foundCluster(world, cp1, cp2, cp3);
  for (const server of [cp1, cp2, cp3]) {
    await stop(world, server);
    await start(world, server);
    await until(() => clusterEvents(world, "server-up").some(({ machine }) => machine === server.name));
  }
  expect(breaches(world)).toEqual([]);
});

test("is broken by two servers that join at once", async () => {
  const world = await watchedWorld();
  const caHash = await foundCluster(world, cp1);
  await bringUp(world, cp2);
  await bringUp(world, cp3);
  await Promise.all([join(world, cp2, caHash), join(world, cp3, caHash)]);
  expect(breaches(world)).toEqual([
    expect.stringMatching(/^one-control-plane-at-a-time: \S+-master-[23] is joining while \S+-master-[23] is joining$/),
  ]);
});

test("is broken by two servers without power", async () => {
  const world = await watchedWorld();
  await foundCluster(world, cp1, cp2, cp3);
  await stop(world, cp2);
  await stop(world, cp3);
  expect(breaches(world)).toContain(`one-control-plane-at-a-time: ${cp3.name} is down while ${cp2.name} is down`);
});

test("is broken by a restart while another server is being rebuilt", async () => {
  const world = await watchedWorld();
  await leave(world, cp2, await foundCluster(world, cp1, cp2, cp3));
  await destroy(world, cp2);
  await stop(world, cp3);
  expect(breaches(world)).toContain(`one-control-plane-at-a-time: ${cp3.name} is down while ${cp2.name} is away`);
});

test("does not miss a server that the plan gave up, nor any while everything is destroyed", () => {
  const history = new History(oneControlPlaneAtATime).cameUp();
  history.watch.setPlan(asgardPlan(withoutNodes(cp2.name, cp3.name)));
  history.cluster(cp3.name, "server-left").cluster(cp1.name, "server-down");
  history.cluster(cp1.name, "server-up").watch.phase("destroy");
  history.cluster(cp1.name, "server-down").cluster(cp2.name, "server-down");
  expect(history.breaches()).toEqual([]);
});

test("a server that stops after it left for good is forgotten with its machine", () => {
  const history = new History(oneControlPlaneAtATime).cameUp();
  history.watch.setPlan(asgardPlan(withoutNodes(cp2.name, cp3.name)));
  history.cluster(cp3.name, "server-left").cluster(cp3.name, "server-down");
  history.machine(cp3.name, "destroyed").cluster(cp1.name, "server-down");
  expect(history.breaches()).toEqual([]);
});

test("a failed join may be tried again after the machine was removed", () => {
  const history = new History(oneControlPlaneAtATime)
    .cluster(cp2.name, "server-joining")
    .machine(cp2.name, "destroyed")
    .cluster(cp3.name, "server-joining");
  expect(history.breaches()).toEqual([]);
});
