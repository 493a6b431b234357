import { worker1 } from "../cluster/support";
import { bringUp, makeTemplate, done } from "./by-hand";
import { breaches, closeWorlds, watchedWorld, type WatchedWorld } from "./watched-world";

const network = `/nodes/${worker1.host}/network`;

let world: WatchedWorld;
beforeEach(async () => {
  world = await watchedWorld();
  await makeTemplate(world);
});
afterEach(closeWorlds);

/** As the host applies what was changed. */
const reload = (): Promise<void> => done(world, world.client.put(network));

async function addBridge(iface: string): Promise<void> {
  expect((await world.client.post(network, { iface, type: "bridge", autostart: 1 })).status).toBe(200);
  await reload();
}

test("holds for a bridge that comes, and goes when nobody is on it", async () => {
  await bringUp(world, worker1);
  await addBridge("vmbr7");
  await world.client.delete(`${network}/vmbr7`);
  await reload();
  expect(breaches(world)).toEqual([]);
});

test("is broken by a bridge that goes under a running machine", async () => {
  await addBridge("vmbr7");
  await bringUp(world, worker1, { net1: "virtio,bridge=vmbr7" });
  await world.client.delete(`${network}/vmbr7`);
  await reload();
  expect(breaches(world)).toEqual([
    `machines-stay-connected: ${worker1.name} lost its bridge on ${worker1.host} while it ran`,
  ]);
});

test("is broken by a host that loses its own address", async () => {
  const cutOff = new Promise((resolve) =>
    world.context.events.listen(({ kind }) => kind === "network" && resolve(kind)),
  );
  await world.client.delete(`${network}/vmbr0`);
  await world.client.put(network);
  await cutOff;
  expect(breaches(world)).toEqual([
    // The bridge that carries it was there before the program.
    "foreign-untouched: network interface vmbr0 on asgard is removed, but it is not ours",
    `machines-stay-connected: ${worker1.host} lost its own address`,
  ]);
});
