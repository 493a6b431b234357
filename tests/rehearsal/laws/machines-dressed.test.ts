import { machinesDressed } from "../../../rehearsal/laws/machines-dressed";
import { History } from "./history";

const worker = "valaskjalf-worker-1";
const config = {
  tags: "rke2;valaskjalf;worker",
  startup: "order=20,up=5,down=60",
  onboot: "1",
  agent: "enabled=1,fstrim_cloned_disks=0,type=virtio",
};

test("holds for a machine with everything on it", () => {
  expect(new History(machinesDressed).configured(worker, config).machine(worker, "starting").breaches()).toEqual([]);
});

test("is broken by what is missing when the run is over", () => {
  const bare = { tags: "rke2;worker", agent: "0" };
  expect(new History(machinesDressed).configured(worker, bare).machine(worker, "starting").breaches()).toEqual([
    `${worker} runs without tag valaskjalf, start order 20, start on boot, guest agent`,
  ]);
});

test("does not judge a machine that is off, nor one that is not ours", () => {
  const history = new History(machinesDressed)
    .configured(worker, {})
    .machine(worker, "starting")
    .machine(worker, "stopped")
    .configured("foreign", {})
    .machine("foreign", "starting");
  expect(history.breaches()).toEqual([]);
});
