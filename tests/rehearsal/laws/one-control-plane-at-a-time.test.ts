import { oneControlPlaneAtATime } from "../../../rehearsal/laws/one-control-plane-at-a-time";
import { asgardPlan, withoutNodes } from "../../support/plans";
import { History } from "./history";

test("holds for servers that join and restart one after another", () => {
  const history = new History(oneControlPlaneAtATime).cameUp();
  for (const n of [1, 2, 3]) {
    history.cluster(`valaskjalf-master-${n}`, "server-down").cluster(`valaskjalf-master-${n}`, "server-up");
  }
  expect(history.breaches()).toEqual([]);
});

test("is broken by two servers joining at once", () => {
  const history = new History(oneControlPlaneAtATime)
    .cluster("valaskjalf-master-1", "founded")
    .cluster("valaskjalf-master-2", "server-joining")
    .cluster("valaskjalf-master-3", "server-joining");
  expect(history.breaches()).toEqual(["valaskjalf-master-3 is joining while valaskjalf-master-2 is joining"]);
});

test("is broken by a restart while another server is being rebuilt", () => {
  const history = new History(oneControlPlaneAtATime)
    .cameUp()
    .cluster("valaskjalf-master-2", "server-left")
    .machine("valaskjalf-master-2", "destroyed")
    .cluster("valaskjalf-master-3", "server-down");
  expect(history.breaches()).toEqual(["valaskjalf-master-3 is down while valaskjalf-master-2 is away"]);
});

test("does not miss a server that the plan gave up, nor any while everything is destroyed", () => {
  const history = new History(oneControlPlaneAtATime).cameUp();
  history.watch.setPlan(asgardPlan(withoutNodes("valaskjalf-master-2", "valaskjalf-master-3")));
  history.cluster("valaskjalf-master-3", "server-left").cluster("valaskjalf-master-1", "server-down");
  history.cluster("valaskjalf-master-1", "server-up").watch.phase("destroy");
  history.cluster("valaskjalf-master-1", "server-down").cluster("valaskjalf-master-2", "server-down");
  expect(history.breaches()).toEqual([]);
});

test("a server that stops after it left for good is forgotten with its machine", () => {
  const history = new History(oneControlPlaneAtATime).cameUp();
  history.watch.setPlan(asgardPlan(withoutNodes("valaskjalf-master-2", "valaskjalf-master-3")));
  history.cluster("valaskjalf-master-3", "server-left").cluster("valaskjalf-master-3", "server-down");
  history.machine("valaskjalf-master-3", "destroyed").cluster("valaskjalf-master-1", "server-down");
  expect(history.breaches()).toEqual([]);
});

test("a failed join may be tried again after the machine was removed", () => {
  const history = new History(oneControlPlaneAtATime)
    .cluster("valaskjalf-master-2", "server-joining")
    .machine("valaskjalf-master-2", "destroyed")
    .cluster("valaskjalf-master-3", "server-joining");
  expect(history.breaches()).toEqual([]);
});
