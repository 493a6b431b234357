import type { DatacenterSpec } from "../src/spec";
import { closeAll, qemu, setup, type Setup } from "./support/setup";
import { privileges, spec } from "./support/worlds";

const asgard = spec.hosts["asgard"] as NonNullable<DatacenterSpec["hosts"][string]>;
const storages = { "local-zfs": asgard.storages["local-zfs"] as (typeof asgard.storages)[string] };
const midgard = { ...asgard, storages, pci: [], mappings: {} };
const token = { ...spec.token, privileges: [...privileges, "VM.Migrate", "Sys.Console", "Sys.Audit"] };
const resources = "/cluster/ha/resources";
const sid = `${resources}/vm:100`;
afterEach(closeAll);

/** A VM under HA, on the first of two hosts. */
async function managed(options: Record<string, string> = {}): Promise<Setup> {
  const world = await setup({ spec: { hosts: { asgard, midgard }, token } });
  const { client } = world;
  const made = { vmid: 100, name: "box", virtio0: "local-zfs:1", boot: "order=virtio0", ...options };
  expect(await client.task(client.post(qemu, made))).toBe("OK");
  expect((await client.post(resources, { sid: "vm:100" })).status).toBe(200);
  return world;
}

/** The VM as all hosts see it. */
async function seen({ client }: Setup): Promise<Record<string, unknown>> {
  const { data } = await client.get("/cluster/resources", { type: "vm" });
  return (data as unknown as Record<string, unknown>[])[0] ?? {};
}

/** Waits for what the manager does at one of its next rounds. */
async function becomes(world: Setup, wanted: Record<string, unknown>): Promise<void> {
  for (let look = 0; look < 200; look++) {
    const now = await seen(world);
    if (Object.entries(wanted).every(([key, value]) => now[key] === value)) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await seen(world)).toMatchObject(wanted);
}

const power = ({ client }: Setup, what: string) => client.task(client.post(`${qemu}/100/status/${what}`));

test("starts what it is given, and says so of it", async () => {
  const world = await managed();
  await becomes(world, { status: "running", hastate: "started" });
  expect((await world.client.get(`${qemu}/100/status/current`)).data).toMatchObject({
    ha: { managed: 1, state: "started" },
  });
});

test("a stop and a start are requests: their tasks end well before anything happened", async () => {
  const world = await managed();
  await becomes(world, { status: "running" });
  expect((await world.client.post(`${qemu}/100/status/stop`)).upid).toContain(":hastop:100:");
  await becomes(world, { status: "stopped", hastate: "stopped" });
  expect((await world.client.get(sid)).data).toMatchObject({ sid: "vm:100", state: "stopped" });
  expect(await power(world, "start")).toBe("OK");
  await becomes(world, { status: "running", hastate: "started" });
});

test("one that never starts is tried elsewhere, and ends in an error that only disabling leads out of", async () => {
  const world = await managed({ machine: "pc-i440fx-99.0" });
  await becomes(world, { hastate: "error", node: "midgard", status: "stopped" });
  const path = "/nodes/midgard/qemu/100/status/start";
  expect(await world.client.task(world.client.post(path))).toContain(
    "in error state, must be disabled and fixed first",
  );
  expect((await world.client.put(sid, { state: "started" })).status).toBe(500);
  expect((await world.client.put(sid, { state: "disabled" })).status).toBe(200);
  await becomes(world, { hastate: "stopped" });
});

test("a migration is a request too, and always takes local disks along", async () => {
  const world = await managed();
  await becomes(world, { status: "running" });
  const { client } = world;
  expect(await client.task(client.post(`${qemu}/100/migrate`, { target: "midgard", online: 1 }))).toBe("OK");
  await becomes(world, { node: "midgard", status: "running", hastate: "started" });
  expect((await client.post(`${sid}/relocate`, { node: "asgard" })).data).toEqual({
    sid: "vm:100",
    "requested-node": "asgard",
  });
  await becomes(world, { node: "asgard", status: "running", hastate: "started" });
});

test("is removed only with all that names it, and leaves HA with it", async () => {
  const world = await managed();
  const { client } = world;
  await becomes(world, { status: "running" });
  expect((await client.delete(`${qemu}/100`)).message).toContain(
    "unable to remove VM 100 - used in HA resources and purge parameter not set.",
  );
  expect((await client.delete(`${qemu}/100`, { purge: 1 })).message).toContain("VM 100 is running - destroy failed");
  await power(world, "stop");
  await becomes(world, { status: "stopped" });
  expect(await client.task(client.delete(`${qemu}/100`, { purge: 1 }))).toBe("OK");
  expect((await client.get(resources)).data).toEqual([]);
});

test("what is ignored behaves as any other VM, and what does not exist is refused", async () => {
  const world = await managed();
  await becomes(world, { status: "running" });
  const { client } = world;
  expect((await client.put(sid, { state: "ignored" })).status).toBe(200);
  expect((await client.post(`${qemu}/100/status/stop`)).upid).toContain(":qmstop:100:");
  expect((await client.post(resources, { sid: "vm:100" })).message).toContain("resource ID 'vm:100' already defined");
  expect((await client.post(resources, { sid: "vm:777" })).message).toContain("does not exist in cluster");
  expect((await client.delete(`${resources}/vm:777`)).message).toContain("not HA managed!");
});

test("a token without Sys.Console puts nothing under HA", async () => {
  const world = await setup({ spec: { hosts: { asgard, midgard }, token: { ...token, privileges } } });
  expect((await world.client.post(resources, { sid: "vm:100" })).status).toBe(403);
});
