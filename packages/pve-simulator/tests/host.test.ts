import { closeAll, makeClone, makeTemplate, setup } from "./support/setup";
import { tiny } from "./support/simulations";

afterEach(closeAll);

const device = "id=10de:1e82,iommugroup=1,node=asgard,path=0000:01:00,subsystem-id=1458:3ff2";

test("a mapping is created, read, changed, checked and removed", async () => {
  const { client, proxmox } = await setup();
  await client.post("/cluster/mapping/pci", { id: "rtx2080", map: [device], description: "the device" });
  expect((await client.get("/cluster/mapping/pci/rtx2080")).data).toMatchObject({
    map: [device],
    description: "the device",
  });
  await client.put("/cluster/mapping/pci/rtx2080", { map: [device], mdev: 1, delete: "description" });
  expect((await client.get("/cluster/mapping/pci/rtx2080")).data).toEqual({
    digest: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
    type: "pci",
    map: [device],
    mdev: 1,
  });
  const { data } = await client.get("/cluster/mapping/pci", { "check-node": "asgard" });
  expect(data).toHaveLength(2);
  expect(data).toEqual(expect.arrayContaining([expect.objectContaining({ id: "made", checks: [] })]));
  expect(proxmox.leftovers()).toEqual(["PCI mapping rtx2080"]);
  await client.delete("/cluster/mapping/pci/rtx2080");
  expect(await client.get("/cluster/mapping/pci/rtx2080")).toMatchObject({
    status: 500,
    reason: "mapping 'rtx2080' not found",
  });
});

test("each entry of a mapping is a property string", async () => {
  const { client } = await setup();
  const refused = await client.post("/cluster/mapping/pci", { id: "bad", map: ["node=asgard,path=0000:01:00"] });
  expect(refused.errors).toEqual({
    "map[0]": "invalid format - format error\nmap[0].id: property is missing and it is not optional\n",
  });
});

test("a pool holds machines and is removed when it is empty", async () => {
  const simulation = await setup();
  const { client } = simulation;
  await makeTemplate(simulation);
  await makeClone(simulation, 1001);
  await client.post("/pools", { poolid: "homelab", comment: "ours" });
  await client.put("/pools", { poolid: "homelab", vms: "1001" });
  const { data } = await client.get("/pools", { poolid: "homelab" });
  expect(data).toMatchObject([
    { poolid: "homelab", comment: "ours", members: [{ id: "qemu/1001", vmid: 1001, node: "asgard" }] },
  ]);
  expect((await client.delete("/pools/homelab")).reason).toContain("is not empty");
  await client.put("/pools", { poolid: "homelab", vms: "1001", delete: 1 });
  expect((await client.delete("/pools", { poolid: "homelab" })).status).toBe(200);
});

test("the cluster lists machines, nodes and storages with numbers as numbers", async () => {
  const simulation = await setup();
  await makeTemplate(simulation);
  const { data } = await simulation.client.get("/cluster/resources", { type: "vm" });
  expect(data).toMatchObject([
    { id: "qemu/90001", type: "qemu", vmid: 90001, node: "asgard", status: "stopped", template: 1, maxcpu: 2 },
  ]);
  expect((await simulation.client.get("/cluster/resources")).data).toHaveLength(1 + 1 + 2);
  expect((await simulation.client.get("/nodes/asgard/status")).data).toMatchObject({
    cpuinfo: { cpus: 16 },
    memory: { total: 65536 * 1024 ** 2 },
  });
  expect((await simulation.client.get("/nodes/asgard/hardware/pci")).data).toMatchObject([
    { id: "0000:01:00.0", vendor: "0x10de" },
    {},
    {},
    {},
  ]);
});

test("the next free id skips those in use", async () => {
  const simulation = await setup();
  await simulation.client.task(simulation.client.post("/nodes/asgard/qemu", { vmid: 100 }));
  expect((await simulation.client.get("/cluster/nextid")).upid).toBe("101");
  expect((await simulation.client.get("/cluster/nextid", { vmid: 100 })).errors).toEqual({
    vmid: "VM 100 already exists\n",
  });
});

test("the cluster's list shows only the id of a new machine until the host reports again", async () => {
  const { client, simulation } = await setup({ latencies: { ...tiny, statusReport: 10_000 } });
  await client.task(client.post("/nodes/asgard/qemu", { vmid: 1001, name: "new", tags: "a" }));
  const row = async () => (await client.get("/cluster/resources", { type: "vm" })).data as unknown as object[];
  expect(await row()).toEqual([
    { id: "qemu/1001", type: "qemu", node: "asgard", vmid: 1001, status: "unknown", tags: "a" },
  ]);
  await simulation.clock.sleep(simulation.latencies.statusReport);
  expect(await row()).toMatchObject([{ vmid: 1001, status: "stopped", name: "new", template: 0 }]);
});
