import { worker1 } from "../cluster/support";
import { bringUp, destroy, done, makeTemplate, stop, vm } from "./by-hand";
import { breaches, closeWorlds, watchedWorld, type WatchedWorld } from "./watched-world";

let world: WatchedWorld;
beforeEach(async () => {
  world = await watchedWorld();
  await makeTemplate(world);
  await bringUp(world, worker1);
  world.watch.phase("destroy");
});
afterEach(closeWorlds);

const content = `/nodes/${worker1.host}/storage/local/content`;
const remove = (volume: string): Promise<void> => done(world, world.client.delete(`${content}/${volume}`));

async function removeTemplates(): Promise<void> {
  for (const template of world.plan.templates) {
    await done(world, world.client.delete(vm(template)));
    await remove(`local:import/${template.imageFileName}`);
  }
}

/** What a rehearsal hands in after its destroy. */
function judged(): readonly string[] {
  world.watch.leftovers(world.proxmox.leftovers());
  return breaches(world);
}

test("holds for an empty host", async () => {
  await destroy(world, worker1);
  await remove(`local:snippets/${worker1.name}.vendor.yaml`);
  await removeTemplates();
  expect(judged()).toEqual([]);
});

test("is broken by a machine with its disks and its document, and by a bridge", async () => {
  await world.client.post(`/nodes/${worker1.host}/network`, { iface: "vmbr7", type: "bridge" });
  await stop(world, worker1);
  await removeTemplates();
  expect(judged()).toEqual([
    `nothing-left: the destroy left VM 1011 (${worker1.name}) on asgard`,
    "nothing-left: the destroy left disk local-zfs:vm-1011-disk-0 on asgard",
    "nothing-left: the destroy left disk local-zfs:vm-1011-cloudinit on asgard",
    `nothing-left: the destroy left snippet local:snippets/${worker1.name}.vendor.yaml on asgard`,
    "nothing-left: the destroy left network interface vmbr7 on asgard",
  ]);
});
