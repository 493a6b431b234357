import { renderDrainScript, renderNodeScript } from "../../../distributions/rke2/script";
import { cp1, kubectl, run, succeed, worker1 } from "../cluster/support";
import { start, stop } from "./by-hand";
import { initCluster } from "./watched-cluster";
import { breaches, closeSimulations, watchedSimulation, type WatchedSimulation } from "./watched-simulation";

const left = `nodes-take-pods-again: ${worker1.name} was cordoned by this run and not uncordoned`;
const bigger = { ...worker1, memoryMiB: 24_576 };
const drain = `drain ${worker1.name} --ignore-daemonsets --delete-emptydir-data`;

let simulation: WatchedSimulation;
beforeEach(async () => {
  simulation = await watchedSimulation();
  await initCluster(simulation, cp1, worker1);
});
afterEach(closeSimulations);

const resize = async (): Promise<void> => {
  await succeed(run(simulation, cp1, renderDrainScript(bigger), "drain_worker"));
  await stop(simulation, worker1);
  await start(simulation, worker1);
};

test("is violated when a run succeeds and a node stays cordoned", async () => {
  simulation.watch.phase("change");
  await resize();
  simulation.watch.endPhase();
  expect(breaches(simulation)).toEqual([left]);
});

test("holds when the node is uncordoned before the run is over", async () => {
  simulation.watch.phase("change");
  await resize();
  await succeed(run(simulation, cp1, renderNodeScript(bigger), "register"));
  simulation.watch.endPhase();
  expect(breaches(simulation)).toEqual([]);
});

test("a failed run has until the next one to uncordon", async () => {
  simulation.watch.phase("change");
  await resize();
  simulation.watch.endPhase({ achieved: false });
  simulation.watch.phase("change", { recovering: true });
  await succeed(run(simulation, cp1, renderNodeScript(bigger), "register"));
  simulation.watch.endPhase();
  expect(breaches(simulation)).toEqual([]);
});

test("a node that was manually cordoned between two runs stays cordoned", async () => {
  simulation.watch.endPhase();
  await succeed(kubectl(simulation, cp1, drain));
  simulation.watch.phase("change");
  await resize();
  await succeed(run(simulation, cp1, renderNodeScript(bigger), "register"));
  simulation.watch.endPhase();
  expect(breaches(simulation)).toEqual([]);
});

test("a removed node need not be uncordoned", async () => {
  simulation.watch.phase("change");
  await succeed(run(simulation, cp1, renderNodeScript(worker1), "remove"));
  simulation.watch.endPhase();
  expect(breaches(simulation)).toEqual([]);
});
