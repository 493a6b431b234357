import { quorumKept } from "../../../rehearsal/laws/quorum-kept";
import { asgardPlan, withoutNodes } from "../../support/plans";
import { History } from "./history";

test("holds while one of three servers is away", () => {
  const history = new History(quorumKept)
    .cameUp()
    .cluster("valaskjalf-master-2", "server-down", { members: { voting: 3, learners: 0, up: 2 } })
    .cluster("valaskjalf-master-2", "server-up", { members: { voting: 3, learners: 0, up: 3 } });
  expect(history.breaches()).toEqual([]);
});

test("is broken once, with its moment, when the majority goes", () => {
  const history = new History(quorumKept)
    .cluster("valaskjalf-master-2", "server-down", { members: { voting: 3, learners: 0, up: 2 } })
    .cluster("valaskjalf-master-3", "server-down", { members: { voting: 3, learners: 0, up: 1 } })
    .cluster("valaskjalf-master-3", "quorum-lost");
  expect(history.broken()).toMatchObject([
    {
      law: "quorum-kept",
      at: 2000,
      machine: "valaskjalf-master-3",
      what: "etcd of cluster first lost its quorum when valaskjalf-master-3 went: 1 of 3 voting members are up",
    },
  ]);
});

test("is broken again when a regained quorum is lost again", () => {
  const history = new History(quorumKept)
    .cluster("valaskjalf-master-3", "quorum-lost")
    .cluster("valaskjalf-master-3", "quorum-regained")
    .cluster("valaskjalf-master-3", "quorum-lost");
  expect(history.breaches()).toHaveLength(2);
});

test("does not count while everything is destroyed, nor for a single control plane", () => {
  const destroyed = new History(quorumKept);
  destroyed.watch.phase("destroy");
  expect(destroyed.cluster("valaskjalf-master-3", "quorum-lost").breaches()).toEqual([]);

  const single = new History(quorumKept);
  single.watch.setPlan(asgardPlan(withoutNodes("valaskjalf-master-2", "valaskjalf-master-3")));
  expect(single.cluster("valaskjalf-master-1", "quorum-lost").breaches()).toEqual([]);
});
