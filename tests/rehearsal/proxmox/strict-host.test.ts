import { closeAll } from "./support/setup";
import { strictWorld } from "./support/strict-world";

/** What Proxmox' own code says of odd requests for volumes, mappings, networks and pools. */

afterEach(closeAll);

const network = "/nodes/asgard/network";
const content = (storage: string) => `/nodes/asgard/storage/${storage}/content`;
const card = "id=10de:1e82,iommugroup=1,node=asgard,path=0000:01:00,subsystem-id=1458:3ff2";

test.each([
  ["local-zfs", "vm-1002-disk-5", "illegal name 'vm-1002-disk-5' - should be 'vm-1001-*'"],
  ["local-zfs", "foo", "illegal name 'foo' - should be 'vm-1001-*'"],
  ["local-zfs", "vm-1001-disk-0", "zfs error: cannot create 'rpool/data/vm-1001-disk-0': dataset already exists"],
  ["files", "vm-1001-disk-5", "unable to parse volume filename 'vm-1001-disk-5'"],
])("no volume is handed out on %s under the name %s", async (storage, filename, reason) => {
  const { client } = await strictWorld();
  expect(await client.post(content(storage), { vmid: 1001, filename, size: "1G" })).toMatchObject({
    status: 500,
    reason,
  });
});

test("the ending of a name says the format, and any directory hands out disks", async () => {
  const { client } = await strictWorld();
  const order = { vmid: 1001, filename: "vm-1001-disk-5.raw", size: "1G" };
  expect((await client.post(content("local"), order)).data).toBe("local:1001/vm-1001-disk-5.raw");
  expect((await client.post(content("files"), { ...order, format: "qcow2" })).errors).toEqual({
    format: "different storage formats (qcow2 != raw)\n",
  });
});

test("a content type is one of Proxmox' own, and a volume's name one of its storage's", async () => {
  const { client } = await strictWorld();
  expect((await client.get(content("local"), { content: "foo" })).errors).toEqual({
    content: "invalid format - invalid content type 'foo'\n",
  });
  expect((await client.delete(`${content("local")}/foo`)).reason).toBe("unable to parse directory volume name 'foo'");
});

test.each([
  [{ description: "x" }, "missing value for required option 'map'"],
  [{ delete: "description" }, "missing value for required option 'map'"],
  [{}, "missing value for required option 'map'"],
  [{ map: card, delete: "map" }, "unable to delete required option 'map'"],
  [{ map: card, delete: "foo" }, "no such option 'foo'"],
  [{ map: card, digest: "x".repeat(64) }, "detected modified configuration - file changed by other user? Try again."],
])("a mapping is not changed by %j", async (options, complaint) => {
  const { client } = await strictWorld();
  const reason = `update hardware mapping failed: ${complaint}`;
  expect(await client.put("/cluster/mapping/pci/made", options)).toMatchObject({ status: 500, reason });
});

test("a mapping's description has one line, its map may say a thing twice, and its answer has no id", async () => {
  const { client } = await strictWorld();
  const refused = await client.post("/cluster/mapping/pci", { id: "gpu", map: card, description: "x\ny" });
  expect(refused).toMatchObject({ status: 500, reason: "property contains a line feed" });
  expect((await client.post("/cluster/mapping/pci", { id: "gpu", map: [card, card] })).status).toBe(200);
  expect((await client.get("/cluster/mapping/pci/gpu")).data).not.toHaveProperty("id");
});

test("no bridge has a larger MTU than its ports, nor a VLAN than its interface", async () => {
  const { client } = await strictWorld();
  const bridge = { iface: "vmbr1", type: "bridge", bridge_ports: "eno2", mtu: 9000 };
  expect(await client.post(network, bridge)).toMatchObject({
    ...{ status: 500, reason: "interface 'eno2' - mtu 1500 is lower than 'vmbr1' - mtu 9000" },
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

test("the whole network file is checked, whoever's part changes", async () => {
  const { client } = await strictWorld();
  expect((await client.delete(`${network}/eno1`)).reason).toBe("bridge 'vmbr0' - unable to find bridge port 'eno1'");
  expect((await client.get(`${network}/eno1`)).status).toBe(200);
});

test("a prefix has at least 8 bits, and a bridge without ports says so", async () => {
  const { client } = await strictWorld();
  const bridge = { iface: "vmbr1", type: "bridge" };
  expect((await client.post(network, { ...bridge, cidr: "10.20.0.1/4" })).errors).toEqual({
    cidr: "invalid format - value does not look like a valid IPv4 CIDR network\n",
  });
  await client.post(network, bridge);
  expect((await client.get(`${network}/vmbr1`)).data).toMatchObject({ bridge_ports: "" });
});

test("a pool stands in a pool that is there", async () => {
  const { client } = await strictWorld();
  expect((await client.post("/pools", { poolid: "a/b" })).reason).toBe(
    "create pool failed: parent 'a' of pool 'a/b' does not exist",
  );
  await client.post("/pools", { poolid: "a" });
  expect((await client.post("/pools", { poolid: "a/b" })).status).toBe(200);
});
