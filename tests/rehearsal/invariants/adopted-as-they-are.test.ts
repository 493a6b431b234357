import { asgardPlan, inSection } from "../../support/plans";
import { worker1 } from "../cluster/support";
import { configure, done, stop, vm, type Vm } from "./by-hand";
import { breaches, closeSimulations, watchedSimulation, type WatchedSimulation } from "./watched-simulation";

const entry = { adopt: true, cores: 1, memoryMiB: 1024, diskGiB: 8, storage: "local-zfs" };
const assistant = { vmId: 9103, ...entry };
const machines = { assistant, idle: { vmId: 9104, state: "stopped", ...entry } };
const planWith = (values: Readonly<Record<string, unknown>>) =>
  asgardPlan(
    inSection("vms", { ...machines, ...values }),
    inSection("proxmox", { overcommit: { memory: 2, threads: 2 } }),
  );
const at = (vmId: number): Vm => ({ vmId, host: worker1.host });
const [running, stopped] = [at(9103), at(9104)];

let simulation: WatchedSimulation;
beforeEach(async () => {
  simulation = await watchedSimulation({ plan: planWith({}) });
});
afterEach(closeSimulations);

const disk = { disk: "virtio0" };
const storage = `/nodes/${worker1.host}/storage/local-zfs/content`;

test("holds while it is read, and when it follows an edit of its entry", async () => {
  await simulation.client.get(`${vm(running)}/config`);
  simulation.watch.setPlan(planWith({ assistant: { ...assistant, memoryMiB: 2048 } }));
  simulation.watch.phase("change");
  await configure(simulation, running, { memory: 2048 });
  expect(breaches(simulation).filter((breach) => breach.startsWith("adopted-as-they-are"))).toEqual([]);
});

test("holds when a destroy takes one that its owner does not protect", async () => {
  const plan = planWith({ assistant: { ...assistant, protect: false } });
  simulation.watch.setPlan(plan);
  simulation.watch.phase("destroy");
  await stop(simulation, running);
  await done(simulation, simulation.client.delete(vm(running)));
  expect(breaches(simulation)).toEqual([]);
});

test("is violated when the edit of another entry changes it", async () => {
  simulation.watch.setPlan(planWith({ idle: { ...machines.idle, cores: 2 } }));
  simulation.watch.phase("change");
  await configure(simulation, running, { tags: "ours" });
  expect(breaches(simulation)).toEqual([
    "adopted-as-they-are: assistant (VMID 9103) was adopted unchanged, but: config",
  ]);
});

test.each<[change: string, name: string, machine: Vm, does: () => Promise<void>]>([
  ["config", "idle", stopped, () => configure(simulation, stopped, { delete: "virtio0" })],
  [
    "config",
    "idle",
    stopped,
    () => done(simulation, simulation.client.put(`${vm(stopped)}/resize`, { ...disk, size: "9G" })),
  ],
  ["starting", "idle", stopped, () => done(simulation, simulation.client.post(`${vm(stopped)}/status/start`))],
  ["stopping", "assistant", running, () => stop(simulation, running)],
  ["destroyed", "idle", stopped, () => done(simulation, simulation.client.delete(vm(stopped)))],
  [
    "disk-removed",
    "idle",
    stopped,
    () => done(simulation, simulation.client.delete(`${storage}/local-zfs:vm-9104-disk-0`)),
  ],
])("is violated by: %s of %s", async (change, name, { vmId }, does) => {
  await does();
  expect(breaches(simulation)).toContain(
    `adopted-as-they-are: ${name} (VMID ${vmId}) was adopted unchanged, but: ${change}`,
  );
});
