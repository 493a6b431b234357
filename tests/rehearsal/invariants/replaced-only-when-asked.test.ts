import { replacedOnlyWhenAsked } from "../../../rehearsal/invariants/replaced-only-when-asked";
import { asgardPlan, inNode, withoutNodes } from "../../support/plans";
import { worker1, worker2 } from "../cluster/support";
import { bringUp, destroy, makeTemplate } from "./by-hand";
import { History } from "./history";
import { breaches, closeSimulations, watchedSimulation, type WatchedSimulation } from "./watched-simulation";

let simulation: WatchedSimulation;
beforeEach(async () => {
  simulation = await watchedSimulation();
  await makeTemplate(simulation);
  await bringUp(simulation, worker1);
});
afterEach(closeSimulations);

const inGeneration0 = [
  `identity-kept: ${worker1.name} (VMID 1011) exists, but it is destroyed`,
  `replaced-only-when-asked: ${worker1.name} (VMID 1011) was destroyed and created again in generation 0`,
];

/** The first worker goes and comes back with an empty disk. */
async function replace(): Promise<void> {
  await destroy(simulation, worker1);
  await bringUp(simulation, worker1);
}

function raiseGenerationOf(name: string): void {
  simulation.watch.setPlan(asgardPlan(inNode(name, { generation: 1 })));
  simulation.watch.phase("change");
}

test("is broken when a machine comes back in the same generation", async () => {
  await replace();
  expect(breaches(simulation)).toEqual(inGeneration0);
});

test("is violated when its VMID comes back under another name", async () => {
  await destroy(simulation, worker1);
  await bringUp(simulation, { ...worker1, name: "newcomer" });
  expect(breaches(simulation)).toEqual(inGeneration0);
});

test("holds when the generation was raised", async () => {
  raiseGenerationOf(worker1.name);
  await replace();
  expect(breaches(simulation)).toEqual([]);
});

test("is violated when a raised generation replaces another machine too", async () => {
  raiseGenerationOf(worker2.name);
  await replace();
  expect(breaches(simulation)).toEqual(inGeneration0);
});

test("holds for a machine removed from the plan and added back", async () => {
  simulation.watch.setPlan(asgardPlan(withoutNodes(worker1.name)));
  simulation.watch.phase("change");
  await destroy(simulation, worker1);
  simulation.watch.setPlan(asgardPlan());
  await bringUp(simulation, worker1);
  expect(breaches(simulation)).toEqual([]);
});

test("holds over a destroy of everything", async () => {
  simulation.watch.phase("destroy");
  await destroy(simulation, worker1);
  simulation.watch.phase("up");
  await bringUp(simulation, worker1);
  expect(breaches(simulation)).toEqual([]);
});

test("after a failed run permits recreating what never joined, and nothing else", () => {
  const history = new History(replacedOnlyWhenAsked).cameUp().machine(worker2.name, "created");
  history.watch.phase("up", { recovering: true });
  for (const { name } of [worker2, worker1]) history.machine(name, "destroyed").machine(name, "created");
  expect(history.violations().map(({ machine }) => machine)).toEqual([worker1.name]);
});
