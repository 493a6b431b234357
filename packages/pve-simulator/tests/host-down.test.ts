import type { DatacenterSpec } from "../src/spec";
import { closeAll, makeTemplate, setup, type Setup } from "./support/setup";
import { EagerClock, privileges, spec } from "./support/simulations";

const plain = spec.hosts["asgard"] as NonNullable<DatacenterSpec["hosts"][string]>;
const ceph = { type: "rbd", content: ["images"], capacityGiB: 100, isShared: true } as const;
const asgard = { ...plain, storages: { ...plain.storages, ceph } };
const other = { ...asgard, pci: [], mappings: {} };
const token = { ...spec.token, privileges: [...privileges, "VM.Migrate", "Sys.Console"] };
afterEach(closeAll);

const three = ["asgard", "midgard", "utgard"];
const box = { vmid: 100, name: "box", virtio0: "local-zfs:1", boot: "order=virtio0", onboot: 1 };

/** Hosts of one cluster, with a machine on the last that starts with it. */
async function hosts(names: readonly string[], fault?: { readonly target: string; readonly nth: number }) {
  const clock = new EagerClock();
  const all = Object.fromEntries(names.map((name, index) => [name, index === 0 ? asgard : other]));
  const faults = fault ? [{ kind: "host-down", ...fault } as const] : [];
  const simulation = await setup({ spec: { hosts: all, token }, clock, faults });
  const last = names.at(-1) ?? "";
  if (!fault) {
    expect(await simulation.client.task(simulation.client.post(`/nodes/${last}/qemu`, box))).toBe("OK");
    expect(await simulation.client.task(simulation.client.post(`/nodes/${last}/qemu/100/status/start`))).toBe("OK");
  }
  return { ...simulation, last, pass: (seconds: number) => clock.sleep(seconds) };
}

/** The row of something in the list of all resources. */
async function rowOf({ client }: Setup, id: string) {
  const { data } = await client.get("/cluster/resources");
  return (data as unknown as { id: string; status?: string }[]).find((row) => row.id === id);
}

test("a request for a host without power is answered with the connection error", async () => {
  const { client, proxmox, last } = await hosts(three);
  await proxmox.losePower(last);
  const wrong = await client.post(`/nodes/${last}/qemu/100/status/start`);
  expect([wrong.status, wrong.reason]).toEqual([595, "No route to host"]);
  const read = await client.get(`/nodes/${last}/qemu/100/status/current`);
  expect(["595 No route to host", "596 Connection timed out"]).toContain(`${read.status} ${read.reason}`);
  expect((await client.get("/nodes/midgard/qemu")).status).toBe(200);
});

test("the others notice after a few seconds, and show its last report for five more minutes", async () => {
  const simulation = await hosts(three);
  const { proxmox, guests, last, pass } = simulation;
  await proxmox.losePower(last);
  expect(proxmox.host(last).vms[0]?.running).toBeUndefined();
  expect(JSON.stringify(guests)).toContain("100");
  expect(await rowOf(simulation, `node/${last}`)).toMatchObject({ status: "online" });
  await pass(4);
  expect(await rowOf(simulation, `node/${last}`)).toMatchObject({ status: "offline", maxcpu: 16 });
  expect(await rowOf(simulation, "qemu/100")).toMatchObject({ status: "running", name: "box" });
  expect(await rowOf(simulation, `storage/${last}/local`)).toMatchObject({ status: "available" });
  await pass(300);
  expect(await rowOf(simulation, `node/${last}`)).toEqual({
    id: `node/${last}`,
    type: "node",
    node: last,
    status: "offline",
  });
  expect(await rowOf(simulation, "qemu/100")).toEqual({
    id: "qemu/100",
    type: "qemu",
    vmid: 100,
    node: last,
    status: "unknown",
  });
  expect(await rowOf(simulation, `storage/${last}/local`)).toMatchObject({ status: "unknown" });
  expect(await rowOf(simulation, "node/midgard")).toMatchObject({ status: "online" });
});

test("two of three hosts keep working", async () => {
  const { client, proxmox, last } = await hosts(three);
  await proxmox.losePower(last);
  expect(await client.task(client.post("/nodes/midgard/qemu", { ...box, vmid: 101 }))).toBe("OK");
  expect((await client.get("/cluster/status")).data).toContainEqual(expect.objectContaining({ quorate: 1 }));
});

test("one of two hosts changes nothing: the error is that of the quorum check, the lock, or the write", async () => {
  const { client, proxmox, last } = await hosts(["asgard", "midgard"]);
  expect(await client.task(client.post("/nodes/asgard/qemu", { vmid: 101, name: "own" }))).toBe("OK");
  await proxmox.losePower(last);
  const said = async (answer: Promise<{ readonly message?: string }>) => (await answer).message?.trim();
  const noQuorum = "cluster not ready - no quorum?";
  const readOnly =
    /^unable to open file '\/etc\/pve\/nodes\/asgard\/qemu-server\/101\.conf\.tmp\.\d+' - Permission denied$/;
  expect(await said(client.post("/nodes/asgard/qemu", { vmid: 102, name: "new" }))).toBe(noQuorum);
  expect(await said(client.post("/nodes/asgard/qemu/101/status/start"))).toBe(noQuorum);
  expect(await said(client.put("/nodes/asgard/qemu/101/config", { cores: 2 }))).toMatch(readOnly);
  expect(await client.task(client.delete("/nodes/asgard/qemu/101"))).toMatch(readOnly);
  expect(await said(client.post("/pools", { poolid: "lab" }))).toBe(
    "create pool failed: cfs-lock 'file-user_cfg' error: no quorum!",
  );
  expect((await client.get("/nodes/asgard/qemu/101/config")).status).toBe(200);
  expect((await client.get("/cluster/status")).data).toContainEqual(expect.objectContaining({ quorate: 0 }));
});

test("when the host with the API is down, nothing answers", async () => {
  const { client, proxmox } = await hosts(three);
  await proxmox.losePower("asgard");
  await expect(client.get("/nodes")).rejects.toThrow();
});

test("when its power is back, machines with onboot start, and its tasks never finished", async () => {
  const { client, proxmox } = await hosts(three, { target: "utgard", nth: 2 });
  expect(await client.task(client.post("/nodes/utgard/qemu", box))).toBe("OK");
  const begun = await client.post("/nodes/utgard/qemu/100/status/start");
  expect((await client.post("/nodes/utgard/qemu/100/status/stop")).status).toBe(595);
  proxmox.restorePower();
  expect(await client.task(Promise.resolve(begun))).toBe("unexpected status");
  expect(proxmox.host("utgard").vms[0]?.running).toBeDefined();
});

test("a clone cut off by a power loss is left without a name, and stays locked until it is cleaned up", async () => {
  const simulation = await hosts(["asgard", "midgard"]);
  const { client, proxmox } = simulation;
  await makeTemplate(simulation);
  const clone = { newid: 200, name: "half", full: 1 };
  const begun = await client.post("/nodes/asgard/qemu/90001/clone", clone);
  await proxmox.losePower("asgard");
  expect(proxmox.host("asgard").vms.find(({ vmId }) => vmId === 200)?.config).toEqual({ lock: "clone" });
  proxmox.restorePower();
  expect(await client.task(Promise.resolve(begun))).toBe("unexpected status");
  expect(proxmox.host("asgard").vms.map(({ vmId }) => vmId)).not.toContain(200);
  expect(await client.task(client.post("/nodes/asgard/qemu/90001/clone", clone))).toBe("OK");
});

test("HA restarts machines with shared disks on another host once the failed one is fenced", async () => {
  const { client, proxmox, last, pass } = await hosts(["asgard", "midgard", "utgard"]);
  const managed = [
    { ...box, vmid: 110, name: "shared", virtio0: "ceph:1" },
    { ...box, vmid: 111, name: "local", virtio0: "local-zfs:1" },
  ];
  for (const vm of managed) {
    expect(await client.task(client.post(`/nodes/${last}/qemu`, vm))).toBe("OK");
    expect((await client.post("/cluster/ha/resources", { sid: `vm:${vm.vmid}` })).status).toBe(200);
  }
  await proxmox.losePower(last);
  await pass(100);
  expect(proxmox.host(last).vms.map(({ name }) => name)).toEqual(["box", "shared", "local"]);
  await pass(100);
  const found = ["asgard", "midgard"].flatMap((name) => proxmox.host(name).vms);
  expect(found.map(({ name }) => name)).toEqual(["shared", "local"]);
  expect(found.filter(({ running }) => running).map(({ name }) => name)).toEqual(["shared"]);
  proxmox.restorePower();
  expect(proxmox.host(last).vms.map(({ name }) => name)).toEqual(["box"]);
});
