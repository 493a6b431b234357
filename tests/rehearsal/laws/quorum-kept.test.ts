import { quorumKept } from "../../../rehearsal/laws/quorum-kept";
import { asgardPlan, withoutNodes } from "../../support/plans";
import { clusterEvents, cp1, cp2, cp3, onlyCluster, until } from "../cluster/support";
import { start, stop } from "./by-hand";
import { History } from "./history";
import { foundCluster } from "./watched-cluster";
import { breaches, closeWorlds, watchedWorld, type WatchedWorld } from "./watched-world";

afterEach(closeWorlds);

async function threeServers(): Promise<WatchedWorld> {
  const world = await watchedWorld();
  await foundCluster(world, cp1, cp2, cp3);
  return world;
}

test("holds while one of three servers is away", async () => {
  const world = await threeServers();
  await stop(world, cp2);
  await start(world, cp2);
  await until(() => clusterEvents(world, "server-up").length > 0);
  expect(breaches(world)).toEqual([]);
});

test("is broken once, when the second of three servers loses its power", async () => {
  const world = await threeServers();
  await stop(world, cp1);
  await stop(world, cp2);
  const what = `etcd of cluster ${onlyCluster(world).id} lost its quorum when ${cp2.name} went: 1 of 3 voting members are up`;
  const found = breaches(world).filter((breach) => breach.startsWith("quorum-kept: "));
  expect(found).toEqual([`quorum-kept: ${what}`]);
});

test("does not count while everything is destroyed", async () => {
  const world = await threeServers();
  world.watch.phase("destroy");
  await stop(world, cp1);
  await stop(world, cp2);
  expect(breaches(world)).toEqual([]);
});

test("is broken again when a regained quorum is lost again, and never for a single control plane", () => {
  const again = new History(quorumKept)
    .cluster(cp3.name, "quorum-lost")
    .cluster(cp3.name, "quorum-regained")
    .cluster(cp3.name, "quorum-lost");
  expect(again.breaches()).toHaveLength(2);

  const single = new History(quorumKept);
  single.watch.setPlan(asgardPlan(withoutNodes(cp2.name, cp3.name)));
  expect(single.cluster(cp1.name, "quorum-lost").breaches()).toEqual([]);
});
