import { asgardPlan, inSection } from "../../support/plans";
import { worker1 } from "../cluster/support";
import { configure, done, stop, vm, type Vm } from "./by-hand";
import { breaches, closeSimulations, watchedSimulation, type WatchedSimulation } from "./watched-simulation";

const size = { cores: 1, memoryMiB: 1024, diskGiB: 8, storage: "local-zfs" };
const machines = {
  truenas: { vmId: 9000, state: "decommissioned" },
  firewall: { vmId: 9101, protect: true, ...size },
  scratch: { vmId: 9102, ...size },
};
const plan = asgardPlan(inSection("vms", machines), inSection("proxmox", { overcommit: { memory: 2, threads: 2 } }));
const at = (vmId: number): Vm => ({ vmId, host: worker1.host });
const [truenas, firewall, scratch] = [at(9000), at(9101), at(9102)];

let simulation: WatchedSimulation;
beforeEach(async () => {
  simulation = await watchedSimulation({ plan });
  for (const [name, { vmId }] of Object.entries({ firewall, scratch })) {
    const disk = { virtio0: "local-zfs:8", boot: "order=virtio0" };
    await done(simulation, simulation.client.post(`/nodes/${worker1.host}/qemu`, { vmid: vmId, name, ...disk }));
  }
});
afterEach(closeSimulations);

const start = (machine: Vm): Promise<void> => done(simulation, simulation.client.post(`${vm(machine)}/status/start`));
const remove = (machine: Vm): Promise<void> => done(simulation, simulation.client.delete(vm(machine)));

test("holds while protected machines run and change, and others are deleted", async () => {
  await start(firewall);
  await configure(simulation, firewall, { cores: 1 });
  await stop(simulation, firewall);
  await remove(scratch);
  expect(breaches(simulation)).toEqual([]);
});

test("is broken when a protected machine is destroyed", async () => {
  await remove(firewall);
  expect(breaches(simulation)).toEqual(["kept-machines: firewall (VMID 9101) is protected, but: destroyed"]);
});

test.each([
  ["starting", start],
  ["config", (machine: Vm) => configure(simulation, machine, { cores: 1 })],
  ["destroyed", remove],
])("is broken by a decommissioned machine that is %s", async (change, deed) => {
  await deed(truenas);
  expect(breaches(simulation)).toContain(`kept-machines: truenas (VMID 9000) is decommissioned, but: ${change}`);
});
