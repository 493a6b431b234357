import { replacedOnlyWhenAsked } from "../../../rehearsal/laws/replaced-only-when-asked";
import { asgardPlan, inNode, withoutNodes } from "../../support/plans";
import { worker1, worker2 } from "../cluster/support";
import { bringUp, destroy, makeTemplate } from "./by-hand";
import { History } from "./history";
import { breaches, closeWorlds, watchedWorld, type WatchedWorld } from "./watched-world";

let world: WatchedWorld;
beforeEach(async () => {
  world = await watchedWorld();
  await makeTemplate(world);
  await bringUp(world, worker1);
});
afterEach(closeWorlds);

const inGeneration0 = [
  `identity-kept: ${worker1.name} (VMID 1011) lives, but it is destroyed`,
  `replaced-only-when-asked: ${worker1.name} (VMID 1011) was destroyed and created again in generation 0`,
];

/** The first worker goes and comes back with an empty disk. */
async function replace(): Promise<void> {
  await destroy(world, worker1);
  await bringUp(world, worker1);
}

function raiseGenerationOf(name: string): void {
  world.watch.setPlan(asgardPlan(inNode(name, { generation: 1 })));
  world.watch.phase("change");
}

test("is broken when a machine comes back in the same generation", async () => {
  await replace();
  expect(breaches(world)).toEqual(inGeneration0);
});

test("is broken when its VMID comes back under another name", async () => {
  await destroy(world, worker1);
  await bringUp(world, { ...worker1, name: "newcomer" });
  expect(breaches(world)).toEqual(inGeneration0);
});

test("holds when the generation was raised", async () => {
  raiseGenerationOf(worker1.name);
  await replace();
  expect(breaches(world)).toEqual([]);
});

test("is broken when a raised generation replaces the neighbour too", async () => {
  raiseGenerationOf(worker2.name);
  await replace();
  expect(breaches(world)).toEqual(inGeneration0);
});

test("holds for a machine taken out of the plan and put back", async () => {
  world.watch.setPlan(asgardPlan(withoutNodes(worker1.name)));
  world.watch.phase("change");
  await destroy(world, worker1);
  world.watch.setPlan(asgardPlan());
  await bringUp(world, worker1);
  expect(breaches(world)).toEqual([]);
});

test("holds over a destroy of everything", async () => {
  world.watch.phase("destroy");
  await destroy(world, worker1);
  world.watch.phase("up");
  await bringUp(world, worker1);
  expect(breaches(world)).toEqual([]);
});

test("after a failed run lets what never joined be made again, and nothing else", () => {
  const history = new History(replacedOnlyWhenAsked).cameUp().machine(worker2.name, "created");
  history.watch.phase("up", { recovering: true });
  for (const { name } of [worker2, worker1]) history.machine(name, "destroyed").machine(name, "created");
  expect(history.broken().map(({ machine }) => machine)).toEqual([worker1.name]);
});
