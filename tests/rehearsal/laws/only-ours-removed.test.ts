import { asgardPlan, withoutNodes } from "../../support/plans";
import { worker1 } from "../cluster/support";
import { bringUp, destroy, done, makeTemplate, stop, vm } from "./by-hand";
import { breaches, closeWorlds, watchedWorld, type WatchedWorld } from "./watched-world";

const nas = { name: "nas", vmId: 100, host: worker1.host };
const namesake = { name: worker1.name, vmId: 777, host: worker1.host };

let world: WatchedWorld;
beforeEach(async () => {
  const theirs = { config: { boot: "order=virtio0" }, disk: { storage: "local-zfs", sizeGiB: 1 } };
  const machines = [nas, namesake].map((machine) => ({ ...machine, ...theirs }));
  world = await watchedWorld({ spec: { machines } });
});
afterEach(closeWorlds);

test("holds for machines and templates that any plan of this rehearsal named", async () => {
  await makeTemplate(world);
  await bringUp(world, worker1);
  world.watch.setPlan(asgardPlan(withoutNodes(worker1.name)));
  await destroy(world, worker1);
  for (const template of world.plan.templates) await done(world, world.client.delete(vm(template)));
  expect(breaches(world)).toEqual([]);
});

test("is broken by stopping somebody else's machine", async () => {
  await done(world, world.client.post(`${vm(nas)}/status/start`));
  await stop(world, nas);
  expect(breaches(world)).toEqual(["only-ours-removed: nas (VMID 100) is stopping, but it is not ours"]);
});

test("is broken by destroying a foreign machine that carries one of our names", async () => {
  await done(world, world.client.delete(vm(namesake)));
  expect(breaches(world)).toEqual([`only-ours-removed: ${worker1.name} (VMID 777) is destroyed, but it is not ours`]);
});
