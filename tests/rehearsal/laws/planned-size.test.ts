import { plannedSize } from "../../../rehearsal/laws/planned-size";
import { asgardPlan, inNode } from "../../support/plans";
import { History } from "./history";

const worker = "valaskjalf-worker-1";
const planned = { cores: 3, memoryMiB: 12288, diskGiB: 100 };

test("holds for a machine that starts as planned, or bigger", () => {
  const history = new History(plannedSize)
    .machine(worker, "starting", { running: planned })
    .machine("valaskjalf-worker-2", "starting", { running: { ...planned, cores: 4 } })
    .machine("foreign", "starting", { running: { cores: 1, memoryMiB: 1, diskGiB: 1 } });
  expect(history.breaches()).toEqual([]);
});

test("is broken by every shortfall at the start", () => {
  const running = { cores: 2, memoryMiB: 4096, diskGiB: 4 };
  const history = new History(plannedSize).machine(worker, "starting", { running }).machine(worker, "stopped");
  expect(history.breaches()).toEqual([
    `${worker} started with 2 of 3 cores, 4096 of 12288 MiB of memory, 4 of 100 GiB of disk`,
  ]);
});

test("is broken by a resize that never reached the running machine", () => {
  const history = new History(plannedSize).machine(worker, "starting", { running: planned });
  history.watch.setPlan(asgardPlan(inNode(worker, { memoryMiB: 14336 })));
  history.watch.phase("change");
  expect(history.configured(worker, { memory: "14336" }).breaches()).toEqual([
    `${worker} runs with 12288 of 14336 MiB of memory`,
  ]);
});

test("holds for a disk grown while running, and for a run that failed", () => {
  const history = new History(plannedSize).machine(worker, "starting", { running: planned });
  history.watch.setPlan(asgardPlan(inNode(worker, { diskGiB: 120 })));
  history.watch.phase("change");
  history.watch.endPhase({ achieved: false });
  history.watch.phase("change");
  history.configured(worker, { scsi0: "local-zfs:vm-1011-disk-0,iothread=1,size=120G" });
  expect(history.breaches()).toEqual([]);
});

test("a reboot from inside hides no machine", () => {
  const history = new History(plannedSize).machine(worker, "starting", { running: planned });
  history.machine(worker, "stopped").machine(worker, "booted");
  history.watch.setPlan(asgardPlan(inNode(worker, { memoryMiB: 14336 })));
  history.watch.phase("change");
  expect(history.breaches()).toHaveLength(1);
});
