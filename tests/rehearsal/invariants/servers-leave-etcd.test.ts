import { asgardPlan, withoutNodes } from "../../support/plans";
import { cp1, cp2, cp3 } from "../cluster/support";
import { destroy } from "./by-hand";
import { initCluster, leave } from "./watched-cluster";
import { breaches, closeSimulations, watchedSimulation, type WatchedSimulation } from "./watched-simulation";

let simulation: WatchedSimulation;
let caHash: string;
beforeEach(async () => {
  simulation = await watchedSimulation();
  caHash = await initCluster(simulation, cp1, cp2);
});
afterEach(closeSimulations);

test("holds when the server leaves etcd first", async () => {
  simulation.watch.setPlan(asgardPlan(withoutNodes(cp2.name, cp3.name)));
  simulation.watch.phase("change");
  await leave(simulation, cp2, caHash);
  await destroy(simulation, cp2);
  expect(breaches(simulation)).toEqual([]);
});

test("holds in a destroy of everything", async () => {
  simulation.watch.phase("destroy");
  await destroy(simulation, cp2);
  await destroy(simulation, cp1);
  expect(breaches(simulation)).toEqual([]);
});

test("is broken when a member is destroyed", async () => {
  await destroy(simulation, cp2);
  expect(breaches(simulation)).toContain(
    `servers-leave-etcd: ${cp2.name} was destroyed while it was an etcd member of the cluster`,
  );
});
