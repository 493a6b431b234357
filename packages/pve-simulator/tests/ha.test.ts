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

test("starts the VMs it manages, and reports them as started", async () => {
  const simulation = await managed();
  await becomes(simulation, { status: "running", hastate: "started" });
  expect((await simulation.client.get(`${qemu}/100/status/current`)).data).toMatchObject({
    ha: { managed: 1, state: "started" },
  });
});

test("stop and start are requests: their tasks succeed before anything has happened", async () => {
  const simulation = await managed();
  await becomes(simulation, { status: "running" });
  expect((await simulation.client.post(`${qemu}/100/status/stop`)).upid).toContain(":hastop:100:");
  await becomes(simulation, { status: "stopped", hastate: "stopped" });
  expect((await simulation.client.get(sid)).data).toMatchObject({ sid: "vm:100", state: "stopped" });
  expect(await power(simulation, "start")).toBe("OK");
  await becomes(simulation, { status: "running", hastate: "started" });
});

test("a VM that never starts is tried on other hosts, and ends in an error state that only disabling clears", async () => {
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

test("a destroyed VM needs its HA references purged, and leaves HA", async () => {
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

test("an ignored VM behaves like any other, and a missing one is refused", async () => {
  const simulation = await managed();
  await becomes(simulation, { status: "running" });
  const { client } = simulation;
  expect((await client.put(sid, { state: "ignored" })).status).toBe(200);
  expect((await client.post(`${qemu}/100/status/stop`)).upid).toContain(":qmstop:100:");
  expect((await client.post(resources, { sid: "vm:100" })).message).toContain("resource ID 'vm:100' already defined");
  expect((await client.post(resources, { sid: "vm:777" })).message).toContain("does not exist in cluster");
  expect((await client.delete(`${resources}/vm:777`)).message).toContain("not HA managed!");
});

test("a token without Sys.Console cannot put anything under HA", async () => {
  const simulation = await setup({ spec: { hosts: { asgard, midgard }, token: { ...token, privileges } } });
  expect((await simulation.client.post(resources, { sid: "vm:100" })).status).toBe(403);
});

test("the file keeps what was set on a resource, and no defaults", async () => {
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

describe("placement rules of PVE 9", () => {
  const rules = "/cluster/ha/rules";
  const nodeRule = { rule: "at-home", type: "node-affinity", resources: "vm:100", nodes: "midgard:2,asgard" };

  /** A second VM beside the first, on the same host. */
  async function withAnother(): Promise<Setup> {
    const simulation = await managed();
    const { client } = simulation;
    const made = { vmid: 101, name: "other", virtio0: "local-zfs:1", boot: "order=virtio0" };
    expect(await client.task(client.post(qemu, made))).toBe("OK");
    expect((await client.post(resources, { sid: "vm:101" })).status).toBe(200);
    await becomes(simulation, { status: "running" });
    return simulation;
  }

  const nodeOf = async ({ client }: Setup, vmId: number) => {
    const { data, message } = await client.get("/cluster/resources", { type: "vm" });
    if (data === null) throw new Error(message);
    return (data as unknown as { vmid: number; node: string }[]).find(({ vmid }) => vmid === vmId)?.node;
  };

  test("a resource goes to the node with the highest priority, and the rule reads back as written", async () => {
    const simulation = await managed();
    await becomes(simulation, { status: "running", node: "asgard" });
    expect((await simulation.client.post(rules, nodeRule)).status).toBe(200);
    await becomes(simulation, { status: "running", node: "midgard", hastate: "started" });
    expect((await simulation.client.get(`${rules}/at-home`)).data).toMatchObject({
      rule: "at-home",
      type: "node-affinity",
      resources: "vm:100",
      nodes: "asgard,midgard:2",
      order: 1,
    });
    // Without failback it stays where it is.
    expect((await simulation.client.put(sid, { failback: 0 })).status).toBe(200);
    expect(
      (await simulation.client.put(`${rules}/at-home`, { type: "node-affinity", nodes: "asgard:9,midgard" })).status,
    ).toBe(200);
    await becomes(simulation, { node: "midgard" });
  });

  test("a resource restricted to a host that is down waits for it, any other is restarted elsewhere", async () => {
    for (const [strict, node] of [
      ["1", "midgard"],
      ["0", "asgard"],
    ] as const) {
      const third = { ...midgard };
      const simulation = await setup({ spec: { hosts: { asgard, midgard, utgard: third }, token } });
      const { client, proxmox } = simulation;
      expect(await client.task(client.post(qemu, { vmid: 100, name: "box", virtio0: "local-zfs:1" }))).toBe("OK");
      expect((await client.post(resources, { sid: "vm:100" })).status).toBe(200);
      expect((await client.post(rules, { ...nodeRule, nodes: "midgard", strict })).status).toBe(200);
      await becomes(simulation, { node: "midgard", status: "running" });
      await proxmox.losePower("midgard");
      for (let look = 0; look < 300; look++) await new Promise((resolve) => setImmediate(resolve));
      expect(await nodeOf(simulation, 100)).toBe(node);
    }
  });

  test("resources with negative affinity never share a host, and those with positive affinity move together", async () => {
    const simulation = await withAnother();
    const { client } = simulation;
    const together = { rule: "pair", type: "resource-affinity", resources: "vm:100,vm:101", affinity: "positive" };
    expect((await client.post(rules, together)).status).toBe(200);
    expect((await client.post(`${sid}/migrate`, { node: "midgard" })).data).toEqual({
      sid: "vm:100",
      "requested-node": "midgard",
      "comigrated-resources": ["vm:101"],
    });
    for (let look = 0; look < 100 && (await nodeOf(simulation, 101)) !== "midgard"; look++)
      await new Promise((resolve) => setImmediate(resolve));
    expect([await nodeOf(simulation, 100), await nodeOf(simulation, 101)]).toEqual(["midgard", "midgard"]);
    const apart = { type: "resource-affinity", affinity: "negative" };
    expect((await client.put(`${rules}/pair`, apart)).status).toBe(200);
    for (let look = 0; look < 100 && (await nodeOf(simulation, 100)) === (await nodeOf(simulation, 101)); look++)
      await new Promise((resolve) => setImmediate(resolve));
    const where = await nodeOf(simulation, 101);
    expect(await nodeOf(simulation, 100)).not.toBe(where);
    expect((await client.post(`${sid}/migrate`, { node: String(where) })).data).toMatchObject({
      "blocking-resources": [{ sid: "vm:101", cause: "resource-affinity" }],
    });
  });

  test("impossible rules are refused with Proxmox' messages, and a rule is removed with its resource", async () => {
    const { client } = await managed();
    const refusals: [object, string][] = [
      [{ resources: "vm:777" }, "create ha rule failed: cannot use unmanaged resource(s) vm:777."],
      [{ nodes: "utgard" }, "create ha rule failed: cannot use non-existent node(s) utgard."],
      [
        { type: "resource-affinity", affinity: "negative", nodes: "" },
        "create ha rule failed: 400 Rule 'at-home' is invalid.",
      ],
    ];
    for (const [change, words] of refusals) {
      const { nodes, ...others } = { ...nodeRule, ...change };
      const answer = await client.post(rules, nodes === "" ? others : { ...others, nodes });
      expect([answer.status, answer.message]).toEqual([500, expect.stringContaining(words)]);
    }
    expect((await client.post(rules, nodeRule)).status).toBe(200);
    expect((await client.post(rules, nodeRule)).message).toContain("HA rule 'at-home' already defined");
    expect((await client.delete(sid)).status).toBe(200);
    expect((await client.get(rules)).data).toEqual([]);
    expect((await client.get("/cluster/ha/groups")).message).toContain(
      "cannot index groups: ha groups have been migrated to rules",
    );
  });
});

describe("the groups of PVE 8", () => {
  const groups = "/cluster/ha/groups";

  test("place their resources, and disappear with the last one; rules do not exist there", async () => {
    const simulation = await setup({ spec: { hosts: { asgard, midgard }, token, pveVersion: "8.4.1" } });
    const { client } = simulation;
    expect(await client.task(client.post(qemu, { vmid: 100, name: "box", virtio0: "local-zfs:1" }))).toBe("OK");
    expect((await client.post(resources, { sid: "vm:100", group: "quiet" })).message).toContain(
      "HA group 'quiet' does not exist",
    );
    expect((await client.post(groups, { group: "quiet", nodes: "midgard", restricted: 1 })).status).toBe(200);
    expect((await client.get(`${groups}/quiet`)).data).toMatchObject({
      type: "group",
      nodes: "midgard",
      restricted: 1,
    });
    expect((await client.post(resources, { sid: "vm:100", group: "quiet" })).status).toBe(200);
    await becomes(simulation, { node: "midgard", status: "running" });
    expect((await client.delete(`${groups}/quiet`)).message).toContain("ha group is used by service 'vm:100'");
    expect((await client.get("/cluster/ha/rules")).status).toBe(501);
  });
});

test("the status names quorum, master, hosts and resources", async () => {
  const simulation = await managed();
  await becomes(simulation, { status: "running", hastate: "started" });
  const { data } = await simulation.client.get("/cluster/ha/status/current");
  expect(data).toMatchObject([
    { id: "quorum", status: "OK", quorate: 1 },
    { id: "master", node: "asgard" },
    { id: "fencing", status: "armed (CRM watchdog active)", "armed-state": "armed" },
    {
      id: "lrm:asgard",
      status: expect.stringMatching(/^asgard \(active, watchdog active, \w{3} \w{3} [ \d]\d \d\d:/) as string,
    },
    { id: "lrm:midgard", status: expect.stringContaining("midgard (idle, watchdog standby, ") as string },
    { id: "service:vm:100", node: "asgard", state: "started", crm_state: "started", request_state: "started" },
  ]);
});

test("the files of the manager and its agents are read as they are", async () => {
  const simulation = await managed();
  await becomes(simulation, { status: "running", hastate: "started" });
  const { data } = await simulation.client.get("/cluster/ha/status/manager_status");
  expect(data).toMatchObject({
    manager_status: {
      master_node: "asgard",
      node_status: { asgard: "online", midgard: "online" },
      service_status: { "vm:100": { node: "asgard", state: "started" } },
    },
    quorum: { node: "asgard", quorate: 1 },
    lrm_status: { asgard: { mode: "active", state: "active" }, midgard: { state: "wait_for_agent_lock" } },
  });
});

describe("a stack that somebody disarms", () => {
  const status = "/cluster/ha/status";

  async function disarmed(mode: "freeze" | "ignore"): Promise<Setup> {
    const simulation = await managed();
    await becomes(simulation, { status: "running", hastate: "started" });
    const { client } = simulation;
    expect((await client.post(`${status}/disarm-ha`, { "resource-mode": mode })).status).toBe(200);
    await states(simulation, "disarmed");
    return simulation;
  }

  async function states({ client }: Setup, wanted: string): Promise<void> {
    const fencing = async () => {
      const { data } = await client.get(`${status}/current`);
      return (data as unknown as Record<string, string>[]).find(({ id }) => id === "fencing")?.["armed-state"];
    };
    for (let look = 0; look < 200 && (await fencing()) !== wanted; look++) await new Promise(setImmediate);
    expect(await fencing()).toBe(wanted);
  }

  test("keeps what is frozen as it is, and does what was asked meanwhile when it is armed again", async () => {
    const simulation = await disarmed("freeze");
    const { client } = simulation;
    expect(await seen(simulation)).toMatchObject({ hastate: "freeze", status: "running" });
    expect((await client.post(`${qemu}/100/status/stop`)).upid).toContain(":hastop:100:");
    expect((await client.post(`${status}/disarm-ha`, { "resource-mode": "ignore" })).status).toBe(200);
    expect((await client.post(`${status}/disarm-ha`, { "resource-mode": "stop" })).status).toBe(400);
    expect((await client.get(`${status}/current`)).data).toMatchObject([
      {},
      { status: expect.stringContaining(" - disarmed, resource mode: freeze") as string },
      { status: "disarmed, resource mode: freeze (CRM watchdog released)" },
      { status: expect.stringContaining("asgard (disarm mode, watchdog released, ") as string },
      {},
      { state: "freeze" },
    ]);
    expect(await seen(simulation)).toMatchObject({ status: "running" });
    expect((await client.post(`${status}/arm-ha`)).status).toBe(200);
    await states(simulation, "armed");
    await becomes(simulation, { hastate: "stopped", status: "stopped" });
  });

  test("lets go of what is ignored, and knows again where it is", async () => {
    const simulation = await disarmed("ignore");
    const { client } = simulation;
    expect((await client.get(`${qemu}/100/status/current`)).data).toMatchObject({ ha: { managed: 0 } });
    expect((await client.post(`${qemu}/100/status/stop`)).upid).toContain(":qmstop:100:");
    await becomes(simulation, { status: "stopped" });
    await client.post(`${status}/arm-ha`);
    await becomes(simulation, { status: "running", hastate: "started" });
  });

  test("is a matter of PVE 9, and of who may use the console", async () => {
    const old = await setup({ spec: { hosts: { asgard, midgard }, token, pveVersion: "8.4.1" } });
    expect((await old.client.post(`${status}/arm-ha`)).status).toBe(501);
    const few = { ...token, privileges: [...privileges, "Sys.Audit"] };
    const simulation = await setup({ spec: { hosts: { asgard, midgard }, token: few } });
    expect((await simulation.client.post(`${status}/arm-ha`)).status).toBe(403);
  });
});
