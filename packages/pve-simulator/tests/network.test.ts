import type { NetworkEvent } from "../src/host-event";
import { closeAll, makeClone, makeTemplate, qemu, setup, type Setup } from "./support/setup";
import { spec } from "./support/simulations";

afterEach(closeAll);

const network = "/nodes/asgard/network";
const bridge = { iface: "vmbr1", type: "bridge", autostart: 1 };

/** A host with a second interface. */
const twoNics = { hosts: { asgard: { ...spec.hosts["asgard"], nics: ["eno1", "eno2"] } } } as Partial<typeof spec>;
const host = (): Promise<Setup> => setup({ spec: twoNics });

const reload = ({ client }: Setup): Promise<string> => client.task(client.put(network));
const reloads = ({ simulation }: Setup): NetworkEvent[] =>
  simulation.events.all.filter((event): event is NetworkEvent => event.kind === "network");

/** A machine that runs with one NIC. */
async function running(simulation: Setup, net0: string): Promise<string> {
  await makeTemplate(simulation);
  await makeClone(simulation, 1001);
  await simulation.client.put(`${qemu}/1001/config`, { net0 });
  return simulation.client.task(simulation.client.post(`${qemu}/1001/status/start`));
}

async function withBridge(simulation: Setup, options: Record<string, string | number> = {}): Promise<void> {
  expect((await simulation.client.post(network, { ...bridge, ...options })).status).toBe(200);
  expect(await reload(simulation)).toBe("OK");
}

test("a bridge exists after the reload", async () => {
  const simulation = await host();
  const { client } = simulation;
  const wanted = { ...bridge, bridge_vlan_aware: 1, cidr: "10.0.10.1/24", comments: "ours" };
  expect((await client.post(network, wanted)).status).toBe(200);
  expect((await client.get(`${network}/vmbr1`)).data).not.toHaveProperty("active");
  expect(await reload(simulation)).toBe("OK");
  expect((await client.get(`${network}/vmbr1`)).data).toMatchObject({
    active: 1,
    autostart: 1,
    bridge_vlan_aware: 1,
    cidr: "10.0.10.1/24",
    address: "10.0.10.1",
    netmask: "24",
    comments: "ours\n",
  });
  expect((await client.post(network, wanted)).errors).toEqual({ iface: "interface already exists\n" });
  await client.delete(`${network}/vmbr1`);
  expect((await client.get(`${network}/vmbr1`)).errors).toEqual({ iface: "interface does not exist\n" });
});

test("a VLAN-aware bridge has all VLANs by default", async () => {
  const simulation = await host();
  await withBridge(simulation, { bridge_vlan_aware: 1 });
  expect((await simulation.client.get(`${network}/vmbr1`)).data).toMatchObject({ bridge_vids: "2-4094" });
  await simulation.client.put(`${network}/vmbr1`, { type: "bridge", delete: "bridge_vlan_aware" });
  expect((await simulation.client.get(`${network}/vmbr1`)).data).not.toHaveProperty("bridge_vids");
});

test.each([
  [{ bridge_ports: "eno1" }, { bridge_ports: "eno1 is already used on interface 'vmbr0'.\n" }],
  [{ bridge_ports: "eno2 eno7" }, "bridge 'vmbr1' - unable to find bridge port 'eno7'"],
])("refuses a bridge with %j", async (options, complaint) => {
  const { client } = await host();
  const answer = await client.post(network, { ...bridge, ...options });
  expect(typeof complaint === "string" ? answer.reason : answer.errors).toEqual(complaint);
});

test.each([
  ["virtio,bridge=vmbr1,tag=20", { bridge_vlan_aware: 1 }],
  ["virtio,bridge=vmbr1", {}],
  // Proxmox makes a VLAN of the port then, and a bridge for it.
  ["virtio,bridge=vmbr1,tag=20", { bridge_ports: "eno2" }],
])("a machine with %s starts on a bridge with %j", async (net0, options) => {
  const simulation = await host();
  await withBridge(simulation, options);
  expect(await running(simulation, net0)).toBe("OK");
});

test.each([
  ["virtio,bridge=vmbr1,tag=20", {}, "no physical interface on bridge 'vmbr1'"],
  ["virtio,bridge=vmbr7", {}, "bridge 'vmbr7' does not exist"],
])("a machine with %s does not start on a bridge with %j, with Proxmox's message", async (net0, options, words) => {
  const simulation = await host();
  await withBridge(simulation, options);
  expect(await running(simulation, net0)).toBe("start failed: QEMU exited with code 1");
  const [task] = (await simulation.client.get("/nodes/asgard/tasks", { limit: 1 })).data as unknown as {
    upid: string;
  }[];
  const log = await simulation.client.get(`/nodes/asgard/tasks/${encodeURIComponent(task?.upid ?? "")}/log`);
  expect((log.data as unknown as { t: string }[]).map(({ t }) => t)).toEqual(
    expect.arrayContaining([words, expect.stringMatching(/^kvm: -netdev .* failed with status (512|6400)$/)]),
  );
});

test("a bridge that is pending does not exist yet", async () => {
  const simulation = await host();
  await simulation.client.post(network, { ...bridge, bridge_vlan_aware: 1 });
  expect(await running(simulation, "virtio,bridge=vmbr1,tag=20")).toBe("start failed: QEMU exited with code 1");
});

test.each([
  ["goes", (simulation: Setup) => simulation.client.delete(`${network}/vmbr1`)],
  [
    "loses its VLAN awareness",
    (simulation: Setup) => simulation.client.put(`${network}/vmbr1`, { type: "bridge", delete: "bridge_vlan_aware" }),
  ],
])("a bridge that %s disconnects running machines until they restart", async (_what, change) => {
  const simulation = await host();
  await withBridge(simulation, { bridge_vlan_aware: 1, bridge_ports: "eno2" });
  await running(simulation, "virtio=BC:24:11:00:00:01,bridge=vmbr1,tag=20");
  await change(simulation);
  await reload(simulation);
  expect(simulation.guests.replugged).toMatchObject([{ vmId: 1001, nics: [{ bridge: "vmbr1", unplugged: true }] }]);
  expect(reloads(simulation).at(-1)).toMatchObject({ changed: true, machines: ["vm-1001"], hostCutOff: false });
  await simulation.client.put(`${qemu}/1001/config`, { net0: "virtio=BC:24:11:00:00:01,bridge=vmbr0" });
  expect(simulation.guests.replugged.at(-1)?.nics).toMatchObject([{ bridge: "vmbr0", uplink: true }]);
  expect(simulation.guests.replugged.at(-1)?.nics[0]).not.toHaveProperty("unplugged");
});

test("an MTU and a comment change under running machines", async () => {
  const simulation = await host();
  await withBridge(simulation, { bridge_vlan_aware: 1 });
  await running(simulation, "virtio,bridge=vmbr1,tag=20");
  await simulation.client.put(`${network}/vmbr1`, { type: "bridge", mtu: 9000, comments: "new" });
  await reload(simulation);
  expect(simulation.guests.replugged).toEqual([]);
});

test("a NIC of a running machine is not moved to a missing bridge", async () => {
  const simulation = await host();
  await running(simulation, "virtio=BC:24:11:00:00:01,bridge=vmbr0");
  const answer = await simulation.client.put(`${qemu}/1001/config`, { net0: "virtio=BC:24:11:00:00:01,bridge=vmbr7" });
  expect(answer.errors).toEqual({ net0: "hotplug problem - bridge 'vmbr7' does not exist\n" });
  const vm = simulation.proxmox.host("asgard").vms.find(({ vmId }) => vmId === 1001);
  expect(vm?.config["net0"]).toContain("bridge=vmbr0");
  expect(simulation.guests.replugged).toEqual([]);
});

test("only the first of several reloads has changes to apply", async () => {
  const simulation = await host();
  await simulation.client.post(network, bridge);
  await simulation.client.post(network, { ...bridge, iface: "vmbr2" });
  await reload(simulation);
  await reload(simulation);
  expect(reloads(simulation).map(({ changed }) => changed)).toEqual([true, false]);
});

test("a host that loses its own address can no longer be reached", async () => {
  const simulation = await host();
  await simulation.client.delete(`${network}/vmbr0`);
  await simulation.client.put(network);
  await expect(untilSilent(simulation)).rejects.toThrow(/socket hang up|ECONNRESET/);
  expect(reloads(simulation)).toMatchObject([{ hostCutOff: true }]);
});

/** Asks until nobody answers. */
async function untilSilent({ client }: Setup): Promise<never> {
  for (;;) {
    await client.get("/version");
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("a missing required companion is reported, whatever else is wrong with the parameter", async () => {
  const { client } = await host();
  const { errors } = await client.post(network, { iface: "vmbr1", type: "bridge", address: "10.1.0.256" });
  expect(Object.keys(errors ?? {}).sort()).toEqual(["address", "netmask"]);
});
