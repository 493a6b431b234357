import { startProxmox } from "pve-simulator";
import { worker1, worker2 } from "../cluster/support";
import { Client } from "../../../packages/pve-simulator/tests/support/client";
import { configure, destroy, makeMachine, makeTemplate, start, done } from "./by-hand";
import { breaches, closeWorlds, watchedWorld, type WatchedWorld } from "./watched-world";

let world: WatchedWorld;
beforeEach(async () => {
  world = await watchedWorld();
  await makeTemplate(world);
  await makeMachine(world, worker1);
});
afterEach(closeWorlds);

test("holds when a VMID is used again after its machine is gone", async () => {
  await start(world, worker1);
  world.watch.phase("destroy");
  await destroy(world, worker1);
  world.watch.phase("up");
  await makeMachine(world, worker1);
  expect(breaches(world)).toEqual([]);
});

test("is broken by one machine behind two VMIDs", async () => {
  await makeMachine(world, { ...worker1, vmId: 1099 });
  expect(breaches(world)).toEqual([`vmid-once: ${worker1.name} exists twice, as VMID 1011 and 1099`]);
});

test("is broken by a machine that is given another one's name", async () => {
  await makeMachine(world, worker2);
  await configure(world, worker2, { name: worker1.name });
  expect(breaches(world)).toEqual([
    `vmid-once: ${worker1.name} exists twice, as VMID ${worker1.vmId} and ${worker2.vmId}`,
  ]);
});

test("is broken by a host that lost its fellows and gives away what they hold", async () => {
  const alone = await startProxmox(world.context, world.guests);
  const client = new Client(alone);
  client.token = world.client.token;
  await done({ client }, client.post(`/nodes/${worker2.host}/qemu`, { vmid: 1011, name: worker2.name }));
  client.close();
  await alone.close();
  expect(breaches(world)).toEqual([
    `vmid-once: VMID 1011 was created for ${worker2.name} while ${worker1.name} held it`,
  ]);
});
