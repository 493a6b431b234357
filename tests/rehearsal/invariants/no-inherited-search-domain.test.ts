import { worker1 } from "../cluster/support";
import { bringUp, configure, makeMachine, makeTemplate, start } from "./by-hand";
import { breaches, closeSimulations, watchedSimulation, type WatchedSimulation } from "./watched-simulation";

let simulation: WatchedSimulation;
beforeEach(async () => {
  simulation = await watchedSimulation();
  await makeTemplate(simulation);
});
afterEach(closeSimulations);

test("holds for a machine with its own domain", async () => {
  await bringUp(simulation, worker1);
  expect(breaches(simulation)).toEqual([]);
});

test("is violated by a machine without one, as Proxmox gives it the host's", async () => {
  await makeMachine(simulation, worker1);
  await configure(simulation, worker1, { delete: "searchdomain" });
  await start(simulation, worker1);
  expect(breaches(simulation)).toEqual([
    `no-inherited-search-domain: ${worker1.name} resolves names in lan.example.net instead of valaskjalf.internal`,
  ]);
});
