import { asgardPlan, inSection } from "../../support/plans";
import { worker1 } from "../cluster/support";
import { configure, done, stop, vm, type Vm } from "./by-hand";
import { breaches, closeWorlds, watchedWorld, type WatchedWorld } from "./watched-world";

const entry = { adopt: true, cores: 1, memoryMiB: 1024, diskGiB: 8, storage: "local-zfs" };
const assistant = { vmId: 9103, ...entry };
const machines = { assistant, idle: { vmId: 9104, state: "stopped", ...entry } };
const planWith = (values: Readonly<Record<string, unknown>>) =>
  asgardPlan(
    inSection("machines", { ...machines, ...values }),
    inSection("proxmox", { overcommit: { memory: 2, threads: 2 } }),
  );
const at = (vmId: number): Vm => ({ vmId, host: worker1.host });
const [running, stopped] = [at(9103), at(9104)];

let world: WatchedWorld;
beforeEach(async () => {
  world = await watchedWorld({ plan: planWith({}) });
});
afterEach(closeWorlds);

const disk = { disk: "virtio0" };
const storage = `/nodes/${worker1.host}/storage/local-zfs/content`;

test("holds while it is looked at, and when it follows an edit of its entry", async () => {
  await world.client.get(`${vm(running)}/config`);
  world.watch.setPlan(planWith({ assistant: { ...assistant, memoryMiB: 2048 } }));
  world.watch.phase("change");
  await configure(world, running, { memory: 2048 });
  expect(breaches(world).filter((breach) => breach.startsWith("adopted-as-they-are"))).toEqual([]);
});

test("holds when a destroy takes one that its owner does not protect", async () => {
  const plan = planWith({ assistant: { ...assistant, protect: false } });
  world.watch.setPlan(plan);
  world.watch.phase("destroy");
  await stop(world, running);
  await done(world, world.client.delete(vm(running)));
  expect(breaches(world)).toEqual([]);
});

test("is broken when the edit of another entry changes it", async () => {
  world.watch.setPlan(planWith({ idle: { ...machines.idle, cores: 2 } }));
  world.watch.phase("change");
  await configure(world, running, { tags: "ours" });
  expect(breaches(world)).toEqual(["adopted-as-they-are: assistant (VMID 9103) was adopted as it is, but: config"]);
});

test.each<[change: string, name: string, machine: Vm, does: () => Promise<void>]>([
  ["config", "idle", stopped, () => configure(world, stopped, { delete: "virtio0" })],
  ["config", "idle", stopped, () => done(world, world.client.put(`${vm(stopped)}/resize`, { ...disk, size: "9G" }))],
  ["starting", "idle", stopped, () => done(world, world.client.post(`${vm(stopped)}/status/start`))],
  ["stopping", "assistant", running, () => stop(world, running)],
  ["destroyed", "idle", stopped, () => done(world, world.client.delete(vm(stopped)))],
  ["disk-removed", "idle", stopped, () => done(world, world.client.delete(`${storage}/local-zfs:vm-9104-disk-0`))],
])("is broken by: %s of %s", async (change, name, { vmId }, does) => {
  await does();
  expect(breaches(world)).toContain(`adopted-as-they-are: ${name} (VMID ${vmId}) was adopted as it is, but: ${change}`);
});
