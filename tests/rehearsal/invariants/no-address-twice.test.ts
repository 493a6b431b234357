import { worker1, worker2 } from "../cluster/support";
import { bringUp, configure, makeTemplate, stop } from "./by-hand";
import { breaches, closeSimulations, watchedSimulation, type WatchedSimulation } from "./watched-simulation";

let simulation: WatchedSimulation;
beforeEach(async () => {
  simulation = await watchedSimulation();
  await makeTemplate(simulation);
  await bringUp(simulation, worker1);
});
afterEach(closeSimulations);

const sameAddress = { ipconfig0: `ip=${worker1.address}/24,gw=${worker1.gateway}` };

test("holds for machines with their own addresses", async () => {
  await bringUp(simulation, worker2);
  expect(breaches(simulation)).toEqual([]);
});

test("holds when the other machine is off", async () => {
  await stop(simulation, worker1);
  await bringUp(simulation, worker2, sameAddress);
  expect(breaches(simulation)).toEqual([]);
});

test("is broken by a shared address", async () => {
  await bringUp(simulation, worker2, sameAddress);
  expect(breaches(simulation)).toEqual([
    `no-address-twice: ${worker2.name} starts with ${worker1.address}, which ${worker1.name} already uses`,
  ]);
});

test("is broken by a shared MAC", async () => {
  await bringUp(simulation, worker2, { net0: `virtio=${worker1.macAddress.toLowerCase()},bridge=vmbr0` });
  expect(breaches(simulation)).toEqual([
    `no-address-twice: ${worker2.name} starts with ${worker1.macAddress}, which ${worker1.name} already uses`,
  ]);
});

test("is violated by a duplicate MAC assigned to a running machine", async () => {
  await bringUp(simulation, worker2);
  await configure(simulation, worker2, { net0: `virtio=${worker1.macAddress},bridge=vmbr0` });
  expect(breaches(simulation)).toEqual([
    `no-address-twice: ${worker2.name} is given ${worker1.macAddress}, which ${worker1.name} already uses`,
    `identity-kept: ${worker2.name} (VMID ${worker2.vmId}) exists, but its MAC address ${worker2.macAddress} goes`,
  ]);
});

test("is violated by an address that another machine keeps until it restarts", async () => {
  await configure(simulation, worker1, { ipconfig0: `ip=10.10.10.99/24,gw=${worker1.gateway}` });
  await bringUp(simulation, worker2, sameAddress);
  expect(breaches(simulation)).toEqual([
    `no-address-twice: ${worker2.name} starts with ${worker1.address}, which ${worker1.name} already uses`,
  ]);
});
