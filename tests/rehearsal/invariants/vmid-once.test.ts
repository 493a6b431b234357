import { startProxmox } from "pve-simulator";
import { worker1, worker2 } from "../cluster/support";
import { Client } from "../../../packages/pve-simulator/tests/support/client";
import { configure, destroy, makeMachine, makeTemplate, start, done } from "./by-hand";
import { breaches, closeSimulations, watchedSimulation, type WatchedSimulation } from "./watched-simulation";

let simulation: WatchedSimulation;
beforeEach(async () => {
  simulation = await watchedSimulation();
  await makeTemplate(simulation);
  await makeMachine(simulation, worker1);
});
afterEach(closeSimulations);

test("holds when a VMID is reused after its machine is gone", async () => {
  await start(simulation, worker1);
  simulation.watch.phase("destroy");
  await destroy(simulation, worker1);
  simulation.watch.phase("up");
  await makeMachine(simulation, worker1);
  expect(breaches(simulation)).toEqual([]);
});

test("is broken by one machine behind two VMIDs", async () => {
  await makeMachine(simulation, { ...worker1, vmId: 1099 });
  expect(breaches(simulation)).toEqual([`vmid-once: ${worker1.name} exists twice, as VMID 1011 and 1099`]);
});

test("is violated by a machine that is given another one's name", async () => {
  await makeMachine(simulation, worker2);
  await configure(simulation, worker2, { name: worker1.name });
  expect(breaches(simulation)).toEqual([
    `vmid-once: ${worker1.name} exists twice, as VMID ${worker1.vmId} and ${worker2.vmId}`,
  ]);
});

test("is violated by a host without quorum that assigns ids in use elsewhere", async () => {
  const alone = await startProxmox(simulation.context, simulation.guests);
  const client = new Client(alone);
  client.token = simulation.client.token;
  await done({ client }, client.post(`/nodes/${worker2.host}/qemu`, { vmid: 1011, name: worker2.name }));
  client.close();
  await alone.close();
  expect(breaches(simulation)).toEqual([
    `vmid-once: VMID 1011 was created for ${worker2.name} while ${worker1.name} held it`,
  ]);
});
