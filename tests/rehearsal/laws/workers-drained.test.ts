import { workersDrained } from "../../../rehearsal/laws/workers-drained";
import { History } from "./history";

const worker = "valaskjalf-worker-1";

test("holds when the node is drained first", () => {
  const history = new History(workersDrained).cameUp().cluster(worker, "node-drained").cluster(worker, "node-removed");
  expect(history.machine(worker, "stopping").machine(worker, "destroyed").breaches()).toEqual([]);
});

test("is broken when the machine just goes", () => {
  const history = new History(workersDrained).cameUp().machine(worker, "stopping").machine(worker, "destroyed");
  expect(history.breaches()).toEqual([`${worker} was destroyed while its node had not been drained`]);
});

test("is broken when the Node object was deleted instead of drained", () => {
  const history = new History(workersDrained).cameUp().cluster(worker, "node-removed");
  expect(history.machine(worker, "destroyed").breaches()).toHaveLength(1);
});

test("is broken during a destroy of everything too, as long as servers live", () => {
  const history = new History(workersDrained).cameUp();
  history.watch.phase("destroy");
  expect(history.machine(worker, "destroyed").breaches()).toHaveLength(1);
});

test("a drain counts until the node carries pods again", () => {
  const history = new History(workersDrained).cameUp().cluster(worker, "node-drained").cluster(worker, "agent-joined");
  expect(history.machine(worker, "destroyed").breaches()).toHaveLength(1);
});

test("a reboot in place is no removal", () => {
  const history = new History(workersDrained).cameUp();
  expect(history.machine(worker, "stopping").machine(worker, "stopped").machine(worker, "starting").breaches()).toEqual(
    [],
  );
});

test("holds where nobody could drain: no quorum, or no server left", () => {
  const stuck = new History(workersDrained).cameUp().cluster("valaskjalf-master-1", "quorum-lost");
  expect(stuck.machine(worker, "destroyed").breaches()).toEqual([]);

  const gone = new History(workersDrained).cameUp();
  for (const n of [1, 2, 3]) gone.machine(`valaskjalf-master-${n}`, "destroyed");
  expect(gone.machine(worker, "destroyed").breaches()).toEqual([]);
});
