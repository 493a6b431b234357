import { renderNodeScript } from "../../../distributions/rke2/script";
import { renderWorkerTurnScript } from "../../../distributions/rke2/turn-scripts";
import { cp1, kubectl, run, succeed, worker1 } from "../cluster/support";
import { start, stop } from "./by-hand";
import { foundCluster } from "./watched-cluster";
import { breaches, closeWorlds, watchedWorld, type WatchedWorld } from "./watched-world";

const left = `nodes-take-pods-again: ${worker1.name} was cordoned by this run and left so`;
const bigger = { ...worker1, memoryMiB: 24_576 };
const drain = `drain ${worker1.name} --ignore-daemonsets --delete-emptydir-data`;

let world: WatchedWorld;
beforeEach(async () => {
  world = await watchedWorld();
  await foundCluster(world, cp1, worker1);
});
afterEach(closeWorlds);

const resize = async (): Promise<void> => {
  await succeed(run(world, cp1, renderWorkerTurnScript(bigger), "step_aside"));
  await stop(world, worker1);
  await start(world, worker1);
};

test("is broken when a run ends well and nobody lets pods come again", async () => {
  world.watch.phase("change");
  await resize();
  world.watch.endPhase();
  expect(breaches(world)).toEqual([left]);
});

test("holds when the node takes pods again before the run is over", async () => {
  world.watch.phase("change");
  await resize();
  await succeed(run(world, cp1, renderNodeScript(bigger), "register"));
  world.watch.endPhase();
  expect(breaches(world)).toEqual([]);
});

test("a run that failed has until the next one to let pods come again", async () => {
  world.watch.phase("change");
  await resize();
  world.watch.endPhase({ achieved: false });
  world.watch.phase("change", { recovering: true });
  await succeed(run(world, cp1, renderNodeScript(bigger), "register"));
  world.watch.endPhase();
  expect(breaches(world)).toEqual([]);
});

test("a node that a person cordoned between two runs stays so", async () => {
  world.watch.endPhase();
  await succeed(kubectl(world, cp1, drain));
  world.watch.phase("change");
  await resize();
  await succeed(run(world, cp1, renderNodeScript(bigger), "register"));
  world.watch.endPhase();
  expect(breaches(world)).toEqual([]);
});

test("a node that goes for good needs no pods", async () => {
  world.watch.phase("change");
  await succeed(run(world, cp1, renderNodeScript(worker1), "remove"));
  world.watch.endPhase();
  expect(breaches(world)).toEqual([]);
});
