import { closeAll } from "./support/setup";
import { strictSimulation } from "./support/strict-simulation";

/** What Proxmox' own code says of odd requests for volumes, mappings, networks and pools. */

afterEach(closeAll);

const network = "/nodes/asgard/network";
const content = (storage: string) => `/nodes/asgard/storage/${storage}/content`;
const device = "id=10de:1e82,iommugroup=1,node=asgard,path=0000:01:00,subsystem-id=1458:3ff2";

test.each([
  ["local-zfs", "vm-1002-disk-5", "illegal name 'vm-1002-disk-5' - should be 'vm-1001-*'"],
  ["local-zfs", "foo", "illegal name 'foo' - should be 'vm-1001-*'"],
  ["local-zfs", "vm-1001-disk-0", "zfs error: cannot create 'rpool/data/vm-1001-disk-0': dataset already exists"],
  ["files", "vm-1001-disk-5", "unable to parse volume filename 'vm-1001-disk-5'"],
])("no volume is allocated on %s under the name %s", async (storage, filename, reason) => {
  const { client } = await strictSimulation();
  expect(await client.post(content(storage), { vmid: 1001, filename, size: "1G" })).toMatchObject({
    status: 500,
    reason,
  });
});

test("the extension of a name gives the format, and any directory storage allocates disks", async () => {
  const { client } = await strictSimulation();
  const order = { vmid: 1001, filename: "vm-1001-disk-5.raw", size: "1G" };
  expect((await client.post(content("local"), order)).data).toBe("local:1001/vm-1001-disk-5.raw");
  expect((await client.post(content("files"), { ...order, format: "qcow2" })).errors).toEqual({
    format: "different storage formats (qcow2 != raw)\n",
  });
});

test("content types must be known to Proxmox, and volume names must fit their storage", async () => {
  const { client } = await strictSimulation();
  expect((await client.get(content("local"), { content: "foo" })).errors).toEqual({
    content: "invalid format - invalid content type 'foo'\n",
  });
  expect((await client.delete(`${content("local")}/foo`)).reason).toBe("unable to parse directory volume name 'foo'");
});

test.each([
  [{ description: "x" }, "missing value for required option 'map'"],
  [{ delete: "description" }, "missing value for required option 'map'"],
  [{}, "missing value for required option 'map'"],
  [{ map: device, delete: "map" }, "unable to delete required option 'map'"],
  [{ map: device, delete: "foo" }, "no such option 'foo'"],
  [{ map: device, digest: "x".repeat(64) }, "detected modified configuration - file changed by other user? Try again."],
])("a mapping does not accept %j", async (options, complaint) => {
  const { client } = await strictSimulation();
  const reason = `update hardware mapping failed: ${complaint}`;
  expect(await client.put("/cluster/mapping/pci/made", options)).toMatchObject({ status: 500, reason });
});

test("a mapping's description is one line, its map may repeat a key, and the answer has no id", async () => {
  const { client } = await strictSimulation();
  const refused = await client.post("/cluster/mapping/pci", { id: "gpu", map: device, description: "x\ny" });
  expect(refused).toMatchObject({ status: 500, reason: "property contains a line feed" });
  expect((await client.post("/cluster/mapping/pci", { id: "gpu", map: [device, device] })).status).toBe(200);
  expect((await client.get("/cluster/mapping/pci/gpu")).data).not.toHaveProperty("id");
});

test("neither a bridge nor a VLAN may have a larger MTU than the interface below it", async () => {
  const { client } = await strictSimulation();
  const bridge = { iface: "vmbr1", type: "bridge", bridge_ports: "eno2", mtu: 9000 };
  expect(await client.post(network, bridge)).toMatchObject({
    status: 500,
    reason: "interface 'eno2' - mtu 1500 is lower than 'vmbr1' - mtu 9000",
  });
  expect((await client.post(network, { ...bridge, bridge_ports: "eno2.7" })).reason).toBe(
    "interface 'eno2.7' - mtu 1500 is lower than 'vmbr1' - mtu 9000",
  );
  await client.put(`${network}/eno2`, { type: "eth", mtu: 9000 });
  expect((await client.post(network, bridge)).status).toBe(200);
  expect((await client.post(network, { iface: "eno1.5", type: "vlan", mtu: 9000 })).reason).toBe(
    "interface 'eno1' - mtu 1500 is lower than 'eno1.5' - mtu 9000",
  );
});

test("the whole network file is checked, whichever interface changes", async () => {
  const { client } = await strictSimulation();
  expect((await client.delete(`${network}/eno1`)).reason).toBe("bridge 'vmbr0' - unable to find bridge port 'eno1'");
  expect((await client.get(`${network}/eno1`)).status).toBe(200);
});

test("a prefix has at least 8 bits, and a bridge without ports says so", async () => {
  const { client } = await strictSimulation();
  const bridge = { iface: "vmbr1", type: "bridge" };
  expect((await client.post(network, { ...bridge, cidr: "10.20.0.1/4" })).errors).toEqual({
    cidr: "invalid format - value does not look like a valid IPv4 CIDR network\n",
  });
  await client.post(network, bridge);
  expect((await client.get(`${network}/vmbr1`)).data).toMatchObject({ bridge_ports: "" });
});

test("the parent of a pool must exist", async () => {
  const { client } = await strictSimulation();
  expect((await client.post("/pools", { poolid: "a/b" })).reason).toBe(
    "create pool failed: parent 'a' of pool 'a/b' does not exist",
  );
  await client.post("/pools", { poolid: "a" });
  expect((await client.post("/pools", { poolid: "a/b" })).status).toBe(200);
});

test("the network file keeps every option of an interface, in its own order", async () => {
  const { client } = await strictSimulation();
  await client.put(`${network}/vmbr0`, { type: "bridge", cidr: "10.10.10.10/24", bridge_ports: "eno1", autostart: 1 });
  const bridge = { iface: "vmbr1", type: "bridge", bridge_ports: "eno2", bridge_vlan_aware: 0, bond_mode: "802.3ad" };
  await client.post(network, { ...bridge, comments: "one", autostart: 0 });
  await client.post(network, { iface: "eno2.7", type: "vlan", mtu: 1400 });
  const { data: made } = await client.get(`${network}/vmbr1`);
  // Proxmox writes "yes" whatever value the parameter has.
  expect(made).toMatchObject({ bridge_vlan_aware: 1, bridge_vids: "2-4094", comments: "one\n", method: "manual" });
  expect(made).toMatchObject({ bond_mode: "802.3ad" });
  for (const option of ["iface", "autostart"]) expect(made).not.toHaveProperty(option);
  const listed = (await client.get(network)).data as unknown as { iface: string; priority: number }[];
  const order = listed.sort((a, b) => a.priority - b.priority).map(({ iface, priority }) => `${priority} ${iface}`);
  expect(order).toEqual(["3 eno1", "4 eno2", "5 eno2.7", "6 vmbr0", "7 vmbr1"]);
  expect((await client.get(`${network}/eno2.7`)).data).toMatchObject({ "vlan-raw-device": "eno2", "vlan-id": "7" });
});

test("a change without an address keeps the address, but no longer as a set option", async () => {
  const { client } = await strictSimulation();
  await client.post(network, { iface: "vmbr1", type: "bridge", cidr: "10.20.0.1/24", cidr6: "fd00::1/64" });
  await client.put(`${network}/vmbr1`, { type: "bridge", comments: "x" });
  const { data } = await client.get(`${network}/vmbr1`);
  expect(data).toMatchObject({ cidr: "10.20.0.1/24", method: "manual", method6: "manual", families: ["inet"] });
  expect(data).not.toHaveProperty("cidr6");
});

test.each([
  [
    { type: "bond", iface: "bond0", slaves: "nope" },
    "bond 'bond0' - wrong interface type on slave 'nope' ('' != 'eth or bond')",
  ],
  [{ type: "bridge", iface: "vmbr1", bridge_ports: "none" }, "bridge 'vmbr1' - unable to find bridge port 'none'"],
  [{ type: "OVSBridge", iface: "vmbr1" }, "Open VSwitch is not installed (need package 'openvswitch-switch')"],
])("no interface is created from %j", async (options, reason) => {
  const { client } = await strictSimulation();
  expect(await client.post(network, options as Record<string, string>)).toMatchObject({ status: 500, reason });
});

test("each storage type lists different properties of its disks, and nothing it may not hold", async () => {
  const { client, config } = await strictSimulation();
  for (const drive of [{ scsi1: "thin:1" }, { scsi2: "files:1" }]) await config(drive);
  await client.post(content("local"), { vmid: 1001, filename: "vm-1001-disk-5.raw", size: "1G" });
  const disks = async (storage: string) => (await client.get(content(storage), { vmid: 1001 })).data;
  const common = { content: "images", format: "raw", vmid: 1001 };
  const zfs = { volid: "local-zfs:vm-1001-disk-0", name: "vm-1001-disk-0", parent: null, size: 4 * 1024 ** 3 };
  expect(await disks("local-zfs")).toEqual([{ ...common, ...zfs }]);
  expect(await disks("thin")).toEqual([
    { ...common, volid: "thin:vm-1001-disk-0", size: 1024 ** 3, ctime: expect.any(Number) as number },
  ]);
  expect(await disks("files")).toMatchObject([{ ...common, volid: "files:1001/vm-1001-disk-0.raw", parent: null }]);
  // Images and ISO files belong to nobody; a directory that holds no disks shows none.
  expect(await disks("local")).toMatchObject([{ volid: "local:import/noble.qcow2" }]);
});

test("a removal with a delay returns nothing, or the error", async () => {
  const { client } = await strictSimulation();
  const remove = (name: string) => client.delete(`${content("local-zfs")}/${name}`, { delay: 5 });
  expect(await remove("vm-1001-disk-0")).toMatchObject({ status: 200, data: null });
});

test("a pool's name begins with a letter, and a pool goes when nothing is in it", async () => {
  const { client } = await strictSimulation();
  const reason = async (answer: Promise<{ reason: string }>) => (await answer).reason;
  expect(await reason(client.post("/pools", { poolid: "1a" }))).toBe(
    "create pool failed: pool name must start with a letter",
  );
  for (const poolid of ["a", "a/b", "c"]) await client.post("/pools", { poolid });
  await client.put("/pools/c", { vms: 1001 });
  const change = (options: object) => reason(client.put("/pools/a", { ...options }));
  expect(await change({ vms: 1001 })).toBe(
    "update pools failed: VM 1001 belongs already to pool 'c' and 'allow-move' is not set",
  );
  expect(await change({ storage: "thin", delete: 1 })).toBe("update pools failed: Storage 'thin' is not a pool member");
  const remove = (poolid: string) => reason(client.delete("/pools", { poolid }));
  expect(await remove("a")).toBe("delete pool failed: pool 'a' is not empty (contains pool 'a/b')");
  expect(await remove("c")).toBe("delete pool failed: pool 'c' is not empty (contains VM 1001)");
  expect(await remove("d")).toBe("delete pool failed: pool 'd' does not exist");
});

test("a parameter in the path of a request cannot be overridden", async () => {
  const { client } = await strictSimulation();
  expect((await client.put("/cluster/mapping/pci/made", { id: "other", map: device })).errors).toEqual({
    id: "duplicate parameter (already defined in URI) with conflicting values!\n",
  });
});
