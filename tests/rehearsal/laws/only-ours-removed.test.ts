import { onlyOursRemoved } from "../../../rehearsal/laws/only-ours-removed";
import { asgardPlan, withoutNodes } from "../../support/plans";
import { History } from "./history";

test("holds for machines and templates of any plan of this rehearsal", () => {
  const history = new History(onlyOursRemoved).cameUp();
  history.watch.setPlan(asgardPlan(withoutNodes("valaskjalf-worker-1")));
  history.machine("valaskjalf-worker-1", "destroyed").machine("pkr-ubuntu-noble-1", "destroyed", { vmId: 90001 });
  expect(history.breaches()).toEqual([]);
});

test("is broken by touching somebody else's machine", () => {
  const history = new History(onlyOursRemoved).machine("nas", "stopping", { vmId: 100 });
  expect(history.breaches()).toEqual(["nas (VMID 100) is stopping, but it is not ours"]);
});

test("is broken by destroying a foreign machine that carries one of our names", () => {
  const history = new History(onlyOursRemoved).machine("valaskjalf-worker-1", "destroyed", { vmId: 777 });
  expect(history.breaches()).toHaveLength(1);
});
