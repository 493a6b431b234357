import { replacedOnlyWhenAsked } from "../../../rehearsal/laws/replaced-only-when-asked";
import { asgardPlan, inNode, withoutNodes } from "../../support/plans";
import { History } from "./history";

const worker = "valaskjalf-worker-1";

function replaced(history: History): History {
  return history.machine(worker, "destroyed").machine(worker, "created");
}

test("is broken when a machine comes back in the same generation", () => {
  const history = replaced(new History(replacedOnlyWhenAsked).cameUp());
  expect(history.breaches()).toEqual([`${worker} (VMID 1011) was destroyed and created again in generation 0`]);
});

test("is broken when its VMID comes back under another name", () => {
  const history = new History(replacedOnlyWhenAsked).cameUp().machine(worker, "destroyed");
  history.machine("newcomer", "created", { vmId: 1011 });
  history.machine(worker, "created");
  expect(history.breaches()).toHaveLength(1);
});

test("holds when the generation was raised", () => {
  const history = new History(replacedOnlyWhenAsked).cameUp();
  history.watch.setPlan(asgardPlan(inNode(worker, { generation: 1 })));
  history.watch.phase("change");
  expect(replaced(history).breaches()).toEqual([]);
});

test("is broken when a raised generation replaces the neighbour too", () => {
  const history = new History(replacedOnlyWhenAsked).cameUp();
  history.watch.setPlan(asgardPlan(inNode("valaskjalf-worker-2", { generation: 1 })));
  history.watch.phase("change");
  expect(replaced(history).breaches()).toHaveLength(1);
});

test("holds for a machine taken out of the plan and put back", () => {
  const history = new History(replacedOnlyWhenAsked).cameUp();
  history.watch.setPlan(asgardPlan(withoutNodes(worker)));
  history.watch.phase("change");
  history.machine(worker, "destroyed").watch.setPlan(asgardPlan());
  expect(history.machine(worker, "created").breaches()).toEqual([]);
});

test("holds over a destroy of everything", () => {
  const history = new History(replacedOnlyWhenAsked).cameUp();
  history.watch.phase("destroy");
  history.machine(worker, "destroyed").watch.phase("up");
  expect(history.machine(worker, "created").breaches()).toEqual([]);
});

test("after a failed run lets what never joined be made again, and nothing else", () => {
  const history = new History(replacedOnlyWhenAsked).cameUp().machine("valaskjalf-worker-2", "created");
  history.watch.phase("up", { recovering: true });
  history.machine("valaskjalf-worker-2", "destroyed").machine("valaskjalf-worker-2", "created");
  expect(
    replaced(history)
      .broken()
      .map(({ machine }) => machine),
  ).toEqual([worker]);
});
