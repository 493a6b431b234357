import { closeAll, setup, type Setup } from "./support/setup";
import { privileges, spec } from "./support/simulations";

afterEach(closeAll);

const network = "/nodes/asgard/network";

/** A host with a second interface. */
const twoNics = { hosts: { asgard: { ...spec.hosts["asgard"], nics: ["eno1", "eno2"] } } } as Partial<typeof spec>;
const host = (): Promise<Setup> => setup({ spec: twoNics });

test("the loopback device is in no list, but can be read", async () => {
  const { client } = await host();
  const lo = { type: "loopback", method: "loopback", method6: "manual", autostart: 1, families: ["inet"], priority: 2 };
  expect((await client.get(`${network}/lo`)).data).toEqual(lo);
  expect(JSON.stringify((await client.get(network)).data)).not.toContain("loopback");
});

test("an interface of a type that the file cannot express is numbered before the loopback device", async () => {
  const { client } = await host();
  expect((await client.post(network, { iface: "vmbr1", type: "vnet" })).status).toBe(200);
  expect((await client.get(`${network}/vmbr1`)).data).toMatchObject({ type: "unknown", priority: 2 });
  expect((await client.get(`${network}/lo`)).data).toMatchObject({ priority: 3 });
  expect((await client.get(`${network}/eno1`)).data).toMatchObject({ priority: 4 });
});

test("a bridge that is declared as another type is checked as that type, and read back as a bridge", async () => {
  const { client } = await host();
  expect(await client.put(`${network}/vmbr0`, { type: "vlan" })).toMatchObject({
    status: 500,
    message: expect.stringContaining("missing vlan-raw-device option") as string,
  });
  expect((await client.get(`${network}/vmbr0`)).data).toMatchObject({ type: "bridge", bridge_fd: "0" });
  expect((await client.put(`${network}/vmbr0`, { type: "eth" })).status).toBe(200);
  expect((await client.get(`${network}/vmbr0`)).data).toMatchObject({ type: "bridge", bridge_fd: 0 });
});

test("the type of an interface is read from the file, whatever was requested", async () => {
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

test("each type writes its own options in its own way, and other options verbatim", async () => {
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

test("the loopback device is in the file like any other, and can be declared as a bridge", async () => {
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

test("bridges are listed for users who may use or audit them, and every type when SDN is included", async () => {
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

test("an alias without a parent becomes an interface of that name, and then no other change can be written", async () => {
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

test("a change of one interface rewrites all of them, each as the type it was read as", async () => {
  const { client } = await host();
  const read = async (iface: string) => (await client.get(`${network}/${iface}`)).data;
  await client.post(network, { iface: "bond0", type: "eth" });
  expect(await read("bond0")).not.toHaveProperty("bond_mode");
  await client.put(`${network}/eno2`, { type: "eth", comments: "x" });
  expect(await read("bond0")).toMatchObject({ type: "bond", bond_mode: "balance-rr", slaves: "" });
});

test("a VLAN whose parent is known only from its name keeps the file from being written", async () => {
  const { client } = await host();
  expect((await client.post(network, { iface: "eno9.7", type: "eth" })).status).toBe(200);
  const message = "vlan 'eno9.7' - wrong interface type on parent 'eno9' ('' != 'eth|bond|bridge|vlan' )\n";
  expect(await client.put(`${network}/eno2`, { type: "eth" })).toMatchObject({ status: 500, message });
});

test("a new bridge has its VLAN list separated by spaces, a change writes it verbatim", async () => {
  const { client } = await host();
  const vids = async () => (await client.get(`${network}/vmbr1`)).data["bridge_vids"];
  const bridge = { type: "bridge", bridge_vlan_aware: 1, bridge_vids: "2;3" };
  await client.post(network, { iface: "vmbr1", ...bridge });
  expect(await vids()).toBe("2 3");
  await client.put(`${network}/vmbr1`, bridge);
  expect(await vids()).toBe("2;3");
});
