import { asgardPlan, type Edit, withoutNodes } from "../../support/plans";
import { worker1 } from "../cluster/support";
import { bringUp, configure, destroy, done, makeTemplate, stop, vm, writeSnippet } from "./by-hand";
import { breaches, closeSimulations, watchedSimulation, type WatchedSimulation } from "./watched-simulation";

const nas = { name: "nas", vmId: 100, host: worker1.host };
const desk = { name: "desk", vmId: 101, host: worker1.host, running: true };
const namesake = { name: worker1.name, vmId: 777, host: worker1.host };

const withSpareStorage: Edit = (sections) => {
  const hosts = sections["proxmox"]?.["hosts"] as Record<string, { storages: Record<string, unknown> }>;
  for (const host of Object.values(hosts))
    host.storages["spare"] = { type: "lvmthin", content: ["images"], capacityGiB: 100 };
};

const files = ["local:iso/debian.iso", "local:snippets/theirs.yaml"].map((volume) => ({ host: worker1.host, volume }));

let simulation: WatchedSimulation;
beforeEach(async () => {
  const theirs = { config: { boot: "order=virtio0" }, disk: { storage: "local-zfs", sizeGiB: 1 } };
  const machines = [nas, desk, namesake].map((machine) => ({ ...machine, ...theirs }));
  simulation = await watchedSimulation({ plan: asgardPlan(withSpareStorage), spec: { machines, files } });
});
afterEach(closeSimulations);

const disk = { disk: "virtio0" };
const storage = `/nodes/${worker1.host}/storage/local-zfs`;

const host = worker1.host;
const onHost = (thing: string, deed: string) => `foreign-untouched: ${thing} on ${host} is ${deed}, but it is not ours`;

test("holds for machines and templates that the program created, whatever the plan says later", async () => {
  await makeTemplate(simulation);
  await bringUp(simulation, worker1);
  await configure(simulation, worker1, { cores: worker1.cores + 1 });
  simulation.watch.setPlan(asgardPlan(withoutNodes(worker1.name)));
  await destroy(simulation, worker1);
  for (const template of simulation.plan.templates) await done(simulation, simulation.client.delete(vm(template)));
  expect(breaches(simulation)).toEqual([]);
});

test("holds while a foreign machine is read and cloned", async () => {
  for (const what of ["config", "pending", "status/current"]) await simulation.client.get(`${vm(nas)}/${what}`);
  const clone = { newid: worker1.vmId, name: worker1.name, full: 1 };
  await done(simulation, simulation.client.post(`${vm(nas)}/clone`, clone));
  expect(breaches(simulation)).toEqual([]);
});

test("holds whatever its owner does", async () => {
  simulation.client.token = `PVEAPIToken=${simulation.credentials.administratorToken}`;
  await configure(simulation, nas, { cores: 2 });
  await done(simulation, simulation.client.delete(vm(nas)));
  expect(breaches(simulation)).toEqual([]);
});

test.each<[deed: string, machine: typeof nas, does: () => Promise<void>]>([
  ["changed", nas, () => configure(simulation, nas, { cores: 2 })],
  ["changed", nas, () => configure(simulation, nas, { delete: "virtio0" })],
  ["changed", nas, () => done(simulation, simulation.client.put(`${vm(nas)}/resize`, { ...disk, size: "2G" }))],
  [
    "changed",
    nas,
    () => done(simulation, simulation.client.post(`${vm(nas)}/move_disk`, { ...disk, storage: "spare" })),
  ],
  ["changed", nas, () => done(simulation, simulation.client.post(`${vm(nas)}/template`))],
  ["started", nas, () => done(simulation, simulation.client.post(`${vm(nas)}/status/start`))],
  ["stopped", desk, () => stop(simulation, desk)],
  ["stopped", desk, () => done(simulation, simulation.client.post(`${vm(desk)}/status/reboot`))],
  ["destroyed", nas, () => done(simulation, simulation.client.delete(vm(nas)))],
])("is broken by somebody else's machine that is %s", async (deed, { name, vmId }, does) => {
  await does();
  expect(breaches(simulation)).toContain(onHost(`VM ${vmId} (${name})`, deed));
});

test("is violated by destroying a foreign machine that has one of our names", async () => {
  await done(simulation, simulation.client.delete(vm(namesake)));
  expect(breaches(simulation)).toContain(onHost(`VM 777 (${worker1.name})`, "destroyed"));
});

test("is broken by somebody else's mapping that is changed, or goes", async () => {
  const [id, map] = ["theirs", "node=asgard,path=0000:01:00,id=10de:1e82"];
  simulation.client.token = `PVEAPIToken=${simulation.credentials.administratorToken}`;
  expect((await simulation.client.post("/cluster/mapping/pci", { id, map })).status).toBe(200);
  simulation.client.token = `PVEAPIToken=${simulation.credentials.apiToken}`;
  const path = `/cluster/mapping/pci/${id}`;
  expect((await simulation.client.put(path, { map, description: "ours now" })).status).toBe(200);
  expect((await simulation.client.delete(path)).status).toBe(200);
  expect(breaches(simulation)).toEqual([
    `foreign-untouched: PCI mapping ${id} is changed, but it is not ours`,
    `foreign-untouched: PCI mapping ${id} is removed, but it is not ours`,
  ]);
});

test("is broken by somebody else's pool that is changed, or goes", async () => {
  // With a token that may do more than the program's role.
  simulation = await watchedSimulation({
    spec: { token: { id: "pulumi@pve!homelab", secret: "", privileges: "all" } },
  });
  simulation.client.token = `PVEAPIToken=${simulation.credentials.administratorToken}`;
  expect((await simulation.client.post("/pools", { poolid: "theirs" })).status).toBe(200);
  simulation.client.token = `PVEAPIToken=${simulation.credentials.apiToken}`;
  expect((await simulation.client.put("/pools", { poolid: "theirs", comment: "ours now" })).status).toBe(200);
  expect((await simulation.client.delete("/pools?poolid=theirs")).status).toBe(200);
  expect(breaches(simulation)).toEqual([
    "foreign-untouched: pool theirs is changed, but it is not ours",
    "foreign-untouched: pool theirs is removed, but it is not ours",
  ]);
});

test("is broken by somebody else's disk, file or bridge that goes", async () => {
  await done(simulation, simulation.client.delete(`${storage}/content/local-zfs:vm-100-disk-0`));
  await done(simulation, simulation.client.delete(`/nodes/${host}/storage/local/content/local:iso/debian.iso`));
  await writeSnippet(simulation, "theirs.yaml", "ours now");
  expect((await simulation.client.delete(`/nodes/${host}/network/vmbr0`)).status).toBe(200);
  expect(breaches(simulation)).toEqual([
    onHost("disk local-zfs:vm-100-disk-0", "removed"),
    onHost("file local:iso/debian.iso", "removed"),
    onHost("file local:snippets/theirs.yaml", "overwritten"),
    onHost("network interface vmbr0", "removed"),
  ]);
});
