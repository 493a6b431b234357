import { closeAll, setup, type Setup } from "./support/setup";
import { privileges, spec } from "./support/simulations";

afterEach(closeAll);

const network = "/nodes/asgard/network";

/** A host with a second interface. */
const twoNics = { hosts: { asgard: { ...spec.hosts["asgard"], nics: ["eno1", "eno2"] } } } as Partial<typeof spec>;
const host = (): Promise<Setup> => setup({ spec: twoNics });

test("the loopback device is in no list, and can be asked for", async () => {
  const { client } = await host();
  const lo = { type: "loopback", method: "loopback", method6: "manual", autostart: 1, families: ["inet"], priority: 2 };
  expect((await client.get(`${network}/lo`)).data).toEqual(lo);
  expect(JSON.stringify((await client.get(network)).data)).not.toContain("loopback");
});

test("a kind that the file cannot tell is numbered in front of the loopback device", async () => {
  const { client } = await host();
  expect((await client.post(network, { iface: "vmbr1", type: "vnet" })).status).toBe(200);
  expect((await client.get(`${network}/vmbr1`)).data).toMatchObject({ type: "unknown", priority: 2 });
  expect((await client.get(`${network}/lo`)).data).toMatchObject({ priority: 3 });
  expect((await client.get(`${network}/eno1`)).data).toMatchObject({ priority: 4 });
});

test("a bridge that is said to be something else is checked as that, and read as a bridge", async () => {
  const { client } = await host();
  expect(await client.put(`${network}/vmbr0`, { type: "vlan" })).toMatchObject({
    status: 500,
    message: expect.stringContaining("missing vlan-raw-device option") as string,
  });
  expect((await client.get(`${network}/vmbr0`)).data).toMatchObject({ type: "bridge", bridge_fd: "0" });
  expect((await client.put(`${network}/vmbr0`, { type: "eth" })).status).toBe(200);
  expect((await client.get(`${network}/vmbr0`)).data).toMatchObject({ type: "bridge", bridge_fd: 0 });
});

test("the file tells what an interface is, whatever was said of it", async () => {
  const { client } = await host();
  const read = async (iface: string) => (await client.get(`${network}/${iface}`)).data;
  expect((await client.post(network, { iface: "vmbr0.7", type: "eth" })).status).toBe(200);
  expect(await read("vmbr0.7")).toMatchObject({ type: "vlan", "vlan-raw-device": "vmbr0", "vlan-id": "7" });
  expect((await client.post(network, { iface: "bond0", type: "bond" })).status).toBe(200);
  expect(await read("bond0")).toMatchObject({ type: "bond", bond_mode: "balance-rr", slaves: "" });
  expect((await client.put(`${network}/bond0`, { type: "bond", "bond-primary": "eno2" })).status).toBe(200);
  expect((await client.post(network, { iface: "other", type: "bond" })).status).toBe(200);
  expect(await read("other")).toMatchObject({ type: "unknown", bond_mode: "balance-rr", slaves: "" });
  expect((await client.put(`${network}/eno2`, { type: "alias" })).status).toBe(200);
  expect(await read("eno2")).toMatchObject({ type: "eth", priority: 2 });
  expect((await client.put(`${network}/lo`, { type: "alias" })).status).toBe(200);
  expect(await read("lo")).toMatchObject({ type: "loopback" });
  expect(await client.put(`${network}/eno1`, { type: "OVSPort" })).toMatchObject({
    status: 500,
    message: "bridge 'vmbr0' - unable to find bridge port 'eno1'\n",
  });
});

test("a kind writes its own options in its own way, and others as they are", async () => {
  const { client } = await host();
  const read = async (iface: string) => (await client.get(`${network}/${iface}`)).data;
  const odd = { "bond-primary": "eno2", bond_xmit_hash_policy: "layer2", slaves: "eno2", ovs_tag: 5, "vlan-id": 7 };
  expect((await client.post(network, { iface: "vmbr1", type: "bridge", ...odd })).status).toBe(200);
  const { ovs_tag: _, ...kept } = { ...odd, "vlan-id": "7" };
  expect(await read("vmbr1")).toMatchObject({ ...kept, options: ["ovs_tag 5"] });
  expect(await read("eno2")).not.toHaveProperty("autostart");
  expect((await client.put(`${network}/vmbr1`, { type: "eth" })).status).toBe(200);
  expect(await read("vmbr1")).toMatchObject({ type: "unknown", bridge_stp: "off", slaves: "eno2" });
  expect(await read("vmbr1")).not.toHaveProperty("bridge_fd");
});

test("the loopback device is in the file like any other, and may be said to be a bridge", async () => {
  const { client } = await host();
  const read = async (iface: string) => (await client.get(`${network}/${iface}`)).data;
  expect((await client.put(`${network}/lo`, { type: "bridge", delete: "bond_mode" })).status).toBe(200);
  expect(await read("lo")).toMatchObject({ type: "bridge", method: "manual", bridge_ports: "", priority: 4 });
  expect([await read("eno1"), await read("eno2"), await read("vmbr0")]).toMatchObject([
    { priority: 2 },
    { priority: 3 },
    { priority: 5 },
  ]);
  expect(JSON.stringify((await client.get(network)).data)).not.toContain('"lo"');
});

test("bridges are for those who may use them or look at them, and any kind is for who asks for SDN too", async () => {
  const names = async (may: string[], query = {}) => {
    const { client } = await setup({ spec: { ...twoNics, token: { ...spec.token, privileges: may } } });
    const { data } = await client.get(network, query);
    return (data as unknown as { iface: string }[]).map(({ iface }) => iface).sort();
  };
  const without = privileges.filter((privilege) => !privilege.startsWith("SDN."));
  expect(await names(without)).toEqual(["eno1", "eno2"]);
  expect(await names([...without, "SDN.Audit"])).toEqual(["eno1", "eno2", "vmbr0"]);
  expect(await names(privileges, { type: "include_sdn" })).toEqual(["eno1", "eno2", "vmbr0"]);
  expect(await names(privileges, { type: "any_local_bridge" })).toEqual(["vmbr0"]);
});

test("an alias of nothing makes an interface out of its name, which keeps every other change from being written", async () => {
  const { client } = await host();
  expect((await client.post(network, { iface: "vmbr1:1", type: "alias" })).status).toBe(200);
  expect((await client.get(network)).data).toContainEqual({ iface: "vmbr1", exists: 0 });
  expect((await client.get(`${network}/vmbr1`)).data).toEqual({ exists: 0 });
  const message = "Can't use an undefined value as an ARRAY reference at /usr/share/perl5/PVE/INotify.pm line 1869.\n";
  expect(await client.put(`${network}/eno2`, { type: "bridge" })).toMatchObject({ status: 500, message });
  expect(await client.delete(`${network}/vmbr1:1`)).toMatchObject({ status: 500, message });
  expect((await client.post(network, { iface: "vmbr1", type: "bridge" })).status).toBe(400);
  expect((await client.put(`${network}/vmbr1`, { type: "bridge" })).status).toBe(200);
  expect((await client.put(`${network}/eno2`, { type: "bridge" })).status).toBe(200);
});

test("a change of one interface writes all of them again, each as the kind that it was read as", async () => {
  const { client } = await host();
  const read = async (iface: string) => (await client.get(`${network}/${iface}`)).data;
  await client.post(network, { iface: "bond0", type: "eth" });
  expect(await read("bond0")).not.toHaveProperty("bond_mode");
  await client.put(`${network}/eno2`, { type: "eth", comments: "x" });
  expect(await read("bond0")).toMatchObject({ type: "bond", bond_mode: "balance-rr", slaves: "" });
});

test("a VLAN whose interface is named by it alone keeps the file from being written", async () => {
  const { client } = await host();
  expect((await client.post(network, { iface: "eno9.7", type: "eth" })).status).toBe(200);
  const message = "vlan 'eno9.7' - wrong interface type on parent 'eno9' ('' != 'eth|bond|bridge|vlan' )\n";
  expect(await client.put(`${network}/eno2`, { type: "eth" })).toMatchObject({ status: 500, message });
});

test("a new bridge has its list of VLANs separated by blanks, a change has it as it comes", async () => {
  const { client } = await host();
  const vids = async () => (await client.get(`${network}/vmbr1`)).data["bridge_vids"];
  const bridge = { type: "bridge", bridge_vlan_aware: 1, bridge_vids: "2;3" };
  await client.post(network, { iface: "vmbr1", ...bridge });
  expect(await vids()).toBe("2 3");
  await client.put(`${network}/vmbr1`, bridge);
  expect(await vids()).toBe("2;3");
});
