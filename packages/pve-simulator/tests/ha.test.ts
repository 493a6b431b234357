import type { DatacenterSpec } from "../src/spec";
import { closeAll, qemu, setup, type Setup } from "./support/setup";
import { privileges, spec } from "./support/simulations";
import { strictSimulation } from "./support/strict-simulation";

const asgard = spec.hosts["asgard"] as NonNullable<DatacenterSpec["hosts"][string]>;
const storages = { "local-zfs": asgard.storages["local-zfs"] as (typeof asgard.storages)[string] };
const midgard = { ...asgard, storages, pci: [], mappings: {} };
const token = { ...spec.token, privileges: [...privileges, "VM.Migrate", "Sys.Console", "Sys.Audit"] };
const resources = "/cluster/ha/resources";
const sid = `${resources}/vm:100`;
afterEach(closeAll);

/** A VM under HA, on the first of two hosts. */
async function managed(options: Record<string, string> = {}): Promise<Setup> {
  const simulation = await setup({ spec: { hosts: { asgard, midgard }, token } });
  const { client } = simulation;
  const made = { vmid: 100, name: "box", virtio0: "local-zfs:1", boot: "order=virtio0", ...options };
  expect(await client.task(client.post(qemu, made))).toBe("OK");
  expect((await client.post(resources, { sid: "vm:100" })).status).toBe(200);
  return simulation;
}

/** The VM as all hosts see it. */
async function seen({ client }: Setup): Promise<Record<string, unknown>> {
  const { data } = await client.get("/cluster/resources", { type: "vm" });
  return (data as unknown as Record<string, unknown>[])[0] ?? {};
}

/** Waits for what the manager does at one of its next rounds. */
async function becomes(simulation: Setup, wanted: Record<string, unknown>): Promise<void> {
  for (let look = 0; look < 200; look++) {
    const now = await seen(simulation);
    if (Object.entries(wanted).every(([key, value]) => now[key] === value)) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await seen(simulation)).toMatchObject(wanted);
}

const power = ({ client }: Setup, what: string) => client.task(client.post(`${qemu}/100/status/${what}`));

test("starts what it is given, and says so of it", async () => {
  const simulation = await managed();
  await becomes(simulation, { status: "running", hastate: "started" });
  expect((await simulation.client.get(`${qemu}/100/status/current`)).data).toMatchObject({
    ha: { managed: 1, state: "started" },
  });
});

test("a stop and a start are requests: their tasks end well before anything happened", async () => {
  const simulation = await managed();
  await becomes(simulation, { status: "running" });
  expect((await simulation.client.post(`${qemu}/100/status/stop`)).upid).toContain(":hastop:100:");
  await becomes(simulation, { status: "stopped", hastate: "stopped" });
  expect((await simulation.client.get(sid)).data).toMatchObject({ sid: "vm:100", state: "stopped" });
  expect(await power(simulation, "start")).toBe("OK");
  await becomes(simulation, { status: "running", hastate: "started" });
});

test("one that never starts is tried elsewhere, and ends in an error that only disabling leads out of", async () => {
  const simulation = await managed({ machine: "pc-i440fx-99.0" });
  await becomes(simulation, { hastate: "error", node: "midgard", status: "stopped" });
  const path = "/nodes/midgard/qemu/100/status/start";
  expect(await simulation.client.task(simulation.client.post(path))).toContain(
    "in error state, must be disabled and fixed first",
  );
  expect((await simulation.client.put(sid, { state: "started" })).status).toBe(500);
  expect((await simulation.client.put(sid, { state: "disabled" })).status).toBe(200);
  await becomes(simulation, { hastate: "stopped" });
});

test("a migration is a request too, and always takes local disks along", async () => {
  const simulation = await managed();
  await becomes(simulation, { status: "running" });
  const { client } = simulation;
  expect(await client.task(client.post(`${qemu}/100/migrate`, { target: "midgard", online: 1 }))).toBe("OK");
  await becomes(simulation, { node: "midgard", status: "running", hastate: "started" });
  expect((await client.post(`${sid}/relocate`, { node: "asgard" })).data).toEqual({
    sid: "vm:100",
    "requested-node": "asgard",
  });
  await becomes(simulation, { node: "asgard", status: "running", hastate: "started" });
});

test("is removed only with all that names it, and leaves HA with it", async () => {
  const simulation = await managed();
  const { client } = simulation;
  await becomes(simulation, { status: "running" });
  expect((await client.delete(`${qemu}/100`)).message).toContain(
    "unable to remove VM 100 - used in HA resources and purge parameter not set.",
  );
  expect((await client.delete(`${qemu}/100`, { purge: 1 })).message).toContain("VM 100 is running - destroy failed");
  await power(simulation, "stop");
  await becomes(simulation, { status: "stopped" });
  expect(await client.task(client.delete(`${qemu}/100`, { purge: 1 }))).toBe("OK");
  expect((await client.get(resources)).data).toEqual([]);
});

test("what is ignored behaves as any other VM, and what does not exist is refused", async () => {
  const simulation = await managed();
  await becomes(simulation, { status: "running" });
  const { client } = simulation;
  expect((await client.put(sid, { state: "ignored" })).status).toBe(200);
  expect((await client.post(`${qemu}/100/status/stop`)).upid).toContain(":qmstop:100:");
  expect((await client.post(resources, { sid: "vm:100" })).message).toContain("resource ID 'vm:100' already defined");
  expect((await client.post(resources, { sid: "vm:777" })).message).toContain("does not exist in cluster");
  expect((await client.delete(`${resources}/vm:777`)).message).toContain("not HA managed!");
});

test("a token without Sys.Console puts nothing under HA", async () => {
  const simulation = await setup({ spec: { hosts: { asgard, midgard }, token: { ...token, privileges } } });
  expect((await simulation.client.post(resources, { sid: "vm:100" })).status).toBe(403);
});

test("the file keeps what was said of a resource, and no defaults", async () => {
  const { client } = await strictSimulation(undefined, [...privileges, "Sys.Console"]);
  const read = async () => (await client.get(`${resources}/vm:1001`)).data;
  const digest = expect.stringMatching(/^[0-9a-f]{40}$/) as string;
  expect((await client.post(resources, { sid: "1001", comment: "c", max_restart: 3 })).status).toBe(200);
  expect(await read()).toEqual({ sid: "vm:1001", type: "vm", comment: "c", max_restart: 3, digest });
  expect((await client.put(`${resources}/vm:1001`, { failback: 0, delete: "comment" })).status).toBe(200);
  expect(await read()).toEqual({ sid: "vm:1001", type: "vm", max_restart: 3, failback: 0, digest });
  const refusals = [
    [{ delete: "foo" }, "no such option 'foo'"],
    [{ comment: "a\nb" }, "property contains a line feed"],
    [{ digest: "0".repeat(40) }, "detected modified configuration - file changed by other user? Try again."],
  ] as const;
  for (const [params, words] of refusals)
    expect(await client.put(`${resources}/vm:1001`, params)).toMatchObject({
      status: 500,
      message: `update resources config failed: ${words}\n`,
    });
});
