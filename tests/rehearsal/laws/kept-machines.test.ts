import type { AppliancePlan } from "../../../model/appliance-plan";
import { keptMachines } from "../../../rehearsal/laws/kept-machines";
import { asgardPlan, inSection } from "../../support/plans";
import { History } from "./history";

const size = { cores: 1, memoryMiB: 1024, diskGiB: 8, storage: "local-zfs" };
const machines = {
  truenas: { vmId: 9000, state: "decommissioned" },
  firewall: { vmId: 9101, protect: true, ...size },
  scratch: { vmId: 9102, ...size },
};

function history(): History {
  const overcommit = { memory: 2, threads: 2 };
  const made = new History(keptMachines);
  made.watch.setPlan(asgardPlan(inSection("machines", machines), inSection("proxmox", { overcommit })));
  return made;
}

const kept: Record<string, AppliancePlan["vmId"]> = { truenas: 9000, firewall: 9101, scratch: 9102 };
const happens = (name: string, change: "starting" | "stopped" | "config" | "destroyed") =>
  history()
    .machine(name, change, { vmId: kept[name] ?? 0 })
    .breaches();

test("holds while protected machines live and change, and others go", () => {
  expect(happens("firewall", "starting")).toEqual([]);
  expect(happens("firewall", "config")).toEqual([]);
  expect(happens("scratch", "destroyed")).toEqual([]);
});

test("is broken when a protected machine is destroyed", () => {
  expect(happens("firewall", "destroyed")).toEqual(["firewall (VMID 9101) is protected, but: destroyed"]);
});

test.each(["starting", "config", "destroyed"] as const)(
  "is broken by a decommissioned machine that is %s",
  (change) => {
    expect(happens("truenas", change)).toEqual([`truenas (VMID 9000) is decommissioned, but: ${change}`]);
  },
);
