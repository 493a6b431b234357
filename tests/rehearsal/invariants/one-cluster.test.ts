import { asgardPlan, inNode } from "../../support/plans";
import { cp1, cp2, run, serverScript, succeed } from "../cluster/support";
import { bringUp, destroy } from "./by-hand";
import { initCluster, join, leave } from "./watched-cluster";
import { breaches, closeSimulations, watchedSimulation, type WatchedSimulation } from "./watched-simulation";

let simulation: WatchedSimulation;
let caHash: string;
beforeEach(async () => {
  simulation = await watchedSimulation();
  caHash = await initCluster(simulation, cp1, cp2);
});
afterEach(closeSimulations);

/** The owner raises the first server's generation; it leaves, goes and comes back empty. */
async function rebuildFirstServer(): Promise<void> {
  simulation.watch.setPlan(asgardPlan(inNode(cp1.name, { generation: 1 })));
  simulation.watch.phase("change");
  await leave(simulation, cp1, caHash);
  await destroy(simulation, cp1);
  await bringUp(simulation, cp1);
}

test("holds for a rebuilt first server that looks for the running cluster, as the program does", async () => {
  await rebuildFirstServer();
  await succeed(run(simulation, cp1, serverScript(cp1, caHash), "init_cluster"));
  await join(simulation, cp1, caHash);
  expect(breaches(simulation)).toEqual([]);
});

test("is violated when a rebuilt first server initializes its own cluster without looking", async () => {
  await rebuildFirstServer();
  const blind = serverScript(cp1, "").replaceAll("$JOIN_PORT/ping", "$JOIN_PORT/nowhere");
  await succeed(run(simulation, cp1, blind, "init_cluster"));
  expect(breaches(simulation)).toEqual([
    `one-cluster: ${cp1.name} initialized a second cluster next to the one of ${cp2.name}`,
  ]);
});

test("holds for a new initialization after everything was destroyed", async () => {
  simulation.watch.phase("destroy");
  await destroy(simulation, cp1);
  await destroy(simulation, cp2);
  simulation.watch.phase("up");
  await bringUp(simulation, cp1);
  await succeed(run(simulation, cp1, serverScript(cp1, ""), "init_cluster"));
  expect(breaches(simulation)).toEqual([]);
});
