import { vmidOnce } from "../../../rehearsal/laws/vmid-once";
import { History } from "./history";

test("holds when a VMID is used again after its machine is gone", () => {
  const history = new History(vmidOnce).cameUp().machine("valaskjalf-worker-1", "destroyed");
  expect(history.machine("valaskjalf-worker-1", "created").breaches()).toEqual([]);
});

test("is broken by a second machine behind one VMID", () => {
  const history = new History(vmidOnce).cameUp().machine("intruder", "created", { vmId: 1011 });
  expect(history.breaches()).toEqual(["VMID 1011 was created for intruder while valaskjalf-worker-1 held it"]);
});

test("is broken by one machine behind two VMIDs", () => {
  const history = new History(vmidOnce).cameUp().machine("valaskjalf-worker-1", "created", { vmId: 1099 });
  expect(history.breaches()).toEqual(["valaskjalf-worker-1 exists twice, as VMID 1011 and 1099"]);
});
