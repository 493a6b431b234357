import { worker1 } from "../cluster/support";
import { bringUp, configure, makeTemplate, stop } from "./by-hand";
import { breaches, closeSimulations, watchedSimulation, type WatchedSimulation } from "./watched-simulation";

let simulation: WatchedSimulation;
beforeEach(async () => {
  simulation = await watchedSimulation();
  await makeTemplate(simulation);
});
afterEach(closeSimulations);

const bare = { tags: "rke2;worker", startup: "order=7", onboot: 0, agent: "enabled=0" };

test("holds for a complete machine", async () => {
  await bringUp(simulation, worker1);
  expect(breaches(simulation)).toEqual([]);
});

test("holds for a machine that matches the plan before the run is over", async () => {
  await bringUp(simulation, worker1, bare);
  const { order } = worker1.startup;
  await configure(simulation, worker1, {
    tags: worker1.tags.join(";"),
    startup: `order=${order}`,
    onboot: 1,
    agent: 1,
  });
  expect(breaches(simulation)).toEqual([]);
});

test("is broken by what is missing when the run is over", async () => {
  await bringUp(simulation, worker1, bare);
  expect(breaches(simulation)).toEqual([
    `machines-match-plan: ${worker1.name} runs without tag valaskjalf, start order 20, start on boot, guest agent`,
  ]);
});

test("ignores a machine that is off", async () => {
  await bringUp(simulation, worker1, bare);
  await stop(simulation, worker1);
  expect(breaches(simulation)).toEqual([]);
});
