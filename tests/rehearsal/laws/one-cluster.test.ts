import { oneCluster } from "../../../rehearsal/laws/one-cluster";
import { History } from "./history";

test("holds for one founding, and for a rebuilt first server that joins", () => {
  const history = new History(oneCluster)
    .cameUp()
    .cluster("valaskjalf-master-1", "server-left")
    .machine("valaskjalf-master-1", "destroyed")
    .machine("valaskjalf-master-1", "created")
    .cluster("valaskjalf-master-1", "server-joined");
  expect(history.breaches()).toEqual([]);
});

test("is broken when a rebuilt first server founds its own", () => {
  const history = new History(oneCluster)
    .cameUp()
    .machine("valaskjalf-master-1", "destroyed")
    .machine("valaskjalf-master-1", "created")
    .cluster("valaskjalf-master-1", "founded", { cluster: "second" });
  expect(history.breaches()).toEqual([
    "valaskjalf-master-1 founded a second cluster beside the one of valaskjalf-master-2, valaskjalf-master-3",
  ]);
});

test("holds for a new founding after everything was destroyed", () => {
  const history = new History(oneCluster).cameUp();
  for (const n of [1, 2, 3]) history.machine(`valaskjalf-master-${n}`, "destroyed");
  expect(history.cluster("valaskjalf-master-1", "founded", { cluster: "second" }).breaches()).toEqual([]);
});
