import { Client } from "../../../packages/pve-simulator/tests/support/client";
import { worker1 } from "../cluster/support";
import { bringUp, configure, destroy, done, makeTemplate, vm } from "./by-hand";
import { breaches, closeWorlds, watchedWorld, type WatchedWorld } from "./watched-world";

let world: WatchedWorld;
beforeEach(async () => {
  world = await watchedWorld();
  await makeTemplate(world);
  await bringUp(world, worker1);
  await attachVolume();
});
afterEach(closeWorlds);

/** As a CSI driver does it: a volume of its own, plugged into the machine while it runs. */
async function attachVolume(): Promise<void> {
  const csi = new Client(world.proxmox);
  csi.token = `PVEAPIToken=${world.credentials.administratorToken}`;
  const volume = { filename: "vm-9999-disk-0", vmid: 9999, size: "8G" };
  await csi.post(`/nodes/${worker1.host}/storage/local-zfs/content`, volume);
  const { status } = await csi.put(`${vm(worker1)}/config`, { scsi1: "local-zfs:vm-9999-disk-0,backup=0" });
  expect(status).toBe(200);
  csi.close();
}

const disk = `disk local-zfs:vm-9999-disk-0 on ${worker1.host}`;
const broken = (deed: string) => [
  `foreign-untouched: ${disk} is ${deed}, but it is not ours`,
  `volumes-untouched: ${disk} is ${deed} while it belongs to ${worker1.name}`,
];

test("holds while the machine is changed and in the end destroyed", async () => {
  await configure(world, worker1, { cores: worker1.cores + 1 });
  await done(world, world.client.put(`${vm(worker1)}/resize`, { disk: "virtio0", size: `${worker1.diskGiB + 10}G` }));
  world.watch.phase("destroy");
  await destroy(world, worker1);
  expect(breaches(world)).toEqual([]);
});

test("is broken by whoever takes the volume off the machine", async () => {
  await configure(world, worker1, { delete: "scsi1" });
  expect(breaches(world)).toEqual(broken("detached (scsi1)"));
});

test("is broken by whoever deletes it behind the machine's back", async () => {
  const path = `/nodes/${worker1.host}/storage/local-zfs/content/local-zfs:vm-9999-disk-0`;
  await done(world, world.client.delete(path));
  expect(breaches(world)).toEqual(broken("removed"));
});
