import { quorumKept } from "../../../rehearsal/invariants/quorum-kept";
import { asgardPlan, withoutNodes } from "../../support/plans";
import { clusterEvents, cp1, cp2, cp3, onlyCluster, until } from "../cluster/support";
import { start, stop } from "./by-hand";
import { History } from "./history";
import { initCluster } from "./watched-cluster";
import { breaches, closeSimulations, watchedSimulation, type WatchedSimulation } from "./watched-simulation";

afterEach(closeSimulations);

async function threeServers(): Promise<WatchedSimulation> {
  const simulation = await watchedSimulation();
  await initCluster(simulation, cp1, cp2, cp3);
  return simulation;
}

test("holds while one of three servers is away", async () => {
  const simulation = await threeServers();
  await stop(simulation, cp2);
  await start(simulation, cp2);
  await until(() => clusterEvents(simulation, "server-up").length > 0);
  expect(breaches(simulation)).toEqual([]);
});

test("is broken once, when the second of three servers loses its power", async () => {
  const simulation = await threeServers();
  await stop(simulation, cp1);
  await stop(simulation, cp2);
  const what = `etcd of cluster ${onlyCluster(simulation).id} lost its quorum when ${cp2.name} went: 1 of 3 voting members are up`;
  const found = breaches(simulation).filter((breach) => breach.startsWith("quorum-kept: "));
  expect(found).toEqual([`quorum-kept: ${what}`]);
});

test("does not apply to a destroy", async () => {
  const simulation = await threeServers();
  simulation.watch.phase("destroy");
  await stop(simulation, cp1);
  await stop(simulation, cp2);
  expect(breaches(simulation)).toEqual([]);
});

test("is violated again when a regained quorum is lost again, and never for a single control plane", () => {
  const again = new History(quorumKept)
    .cluster(cp3.name, "quorum-lost")
    .cluster(cp3.name, "quorum-regained")
    .cluster(cp3.name, "quorum-lost");
  expect(again.breaches()).toHaveLength(2);

  const single = new History(quorumKept);
  single.watch.setPlan(asgardPlan(withoutNodes(cp2.name, cp3.name)));
  expect(single.cluster(cp1.name, "quorum-lost").breaches()).toEqual([]);
});
