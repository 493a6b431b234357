import type { DatacenterSpec } from "../src/spec";
import { closeAll, qemu, setup, type Setup } from "./support/setup";
import { EagerClock, privileges, spec, tiny } from "./support/simulations";

type Storages = NonNullable<DatacenterSpec["hosts"][string]>["storages"];

const asgard = spec.hosts["asgard"] as NonNullable<DatacenterSpec["hosts"][string]>;
const shared: Storages = {
  ceph: { type: "rbd", content: ["images"], capacityGiB: 100, isShared: true },
  nas: { type: "nfs", content: ["images", "import", "snippets", "iso"], capacityGiB: 50, isShared: true },
};
const token = { ...spec.token, privileges: [...privileges, "VM.Migrate"] };
const midgard = { ...asgard, pci: [], mappings: {} };
afterEach(closeAll);

const setUp = (clock?: EagerClock, allocate = tiny.allocate): Promise<Setup> => {
  const hosts = {
    asgard: { ...asgard, storages: { ...asgard.storages, ...shared } },
    midgard: { ...midgard, storages: { ...asgard.storages, ...shared } },
  };
  return setup({ spec: { hosts, token }, latencies: { ...tiny, allocate }, ...(clock && { clock }) });
};

/** A template on a storage, and its clone on the other host. */
async function templateOn({ client }: Setup, storage: string): Promise<void> {
  const made = {
    vmid: 9000,
    name: "template",
    virtio0: `${storage}:1`,
    boot: "order=virtio0",
    ide3: "none,media=cdrom",
  };
  expect(await client.task(client.post(qemu, made))).toBe("OK");
  expect(await client.task(client.post(`${qemu}/9000/template`))).toBe("OK");
}

const clone = ({ client }: Setup, form: Record<string, string | number> = {}) =>
  client.post(`${qemu}/9000/clone`, { newid: 100, name: "box", full: 1, target: "midgard", ...form });

test("the content of a shared storage is the same on every host, and its capacity is counted once", async () => {
  const { client, proxmox } = await setUp();
  const box = { vmid: 100, name: "box", virtio0: "nas:30" };
  expect(await client.task(client.post(qemu, box))).toBe("OK");
  for (const host of ["asgard", "midgard"]) {
    expect((await client.get(`/nodes/${host}/storage/nas/status`)).data).toMatchObject({
      shared: 1,
      used: 30 * 2 ** 30,
    });
    expect(proxmox.host(host).volumes).toEqual(["nas:100/vm-100-disk-0.raw"]);
  }
  const full = await client.task(client.post("/nodes/midgard/qemu", { ...box, vmid: 101 }));
  expect(full).toContain("No space left on device");
  expect(proxmox.leftovers()).toEqual(["VM 100 (box) on asgard", "disk nas:100/vm-100-disk-0.raw on a shared storage"]);
});

test("a template on shared storage is cloned to another host", async () => {
  const simulation = await setUp();
  await templateOn(simulation, "ceph");
  expect(await simulation.client.task(clone(simulation, { storage: "ceph" }))).toBe("OK");
  expect(simulation.proxmox.host("midgard").vms.map(({ vmId, config }) => [vmId, config["virtio0"]])).toEqual([
    [100, expect.stringMatching(/^ceph:vm-100-disk-0,/)],
  ]);
  expect(simulation.proxmox.host("asgard").vms.map(({ vmId }) => vmId)).toEqual([9000]);
});

test("a clone to another host needs storages shared by both, with Proxmox' message", async () => {
  const simulation = await setUp();
  await templateOn(simulation, "ceph");
  expect((await clone(simulation, { storage: "local-zfs" })).message).toContain(
    "can't clone to non-shared storage 'local-zfs'",
  );
  const { client } = simulation;
  expect((await client.put(`${qemu}/9000/config`, { ide3: "local-zfs:cloudinit" })).status).toBe(200);
  expect((await clone(simulation, { storage: "ceph" })).message).toContain(
    "can't clone VM to node 'midgard' (VM uses local storage)",
  );
});

test("a VM whose disks are shared migrates while it runs, and no disk is moved", async () => {
  const { client, proxmox } = await setUp();
  const box = { vmid: 100, name: "box", virtio0: "ceph:1", scsi30: "ceph:cloudinit", boot: "order=virtio0" };
  expect(await client.task(client.post(qemu, box))).toBe("OK");
  expect(await client.task(client.post(`${qemu}/100/status/start`))).toBe("OK");
  expect(await client.task(client.post(`${qemu}/100/migrate`, { target: "midgard", online: 1 }))).toBe("OK");
  expect(proxmox.host("midgard").vms.map(({ vmId }) => vmId)).toEqual([100]);
  expect([...proxmox.host("midgard").volumes].sort()).toEqual(["ceph:vm-100-cloudinit", "ceph:vm-100-disk-0"]);
});

test("hosts wait for each other on a shared storage, and give up with the cluster lock's message", async () => {
  const clock = new EagerClock();
  const simulation = await setUp(clock, 4_000);
  const { client } = simulation;
  const begun = await clock.stopDuring(() =>
    Promise.all(
      ["asgard", "midgard", "asgard", "midgard"].map((host, index) =>
        client.post(`/nodes/${host}/qemu`, { vmid: 100 + index, name: `box-${index}`, virtio0: "ceph:1" }),
      ),
    ),
  );
  const ends = await Promise.all(begun.map((answer) => client.task(answer)));
  expect(ends.filter((end) => end === "OK")).toHaveLength(3);
  expect(ends.find((end) => end !== "OK")).toContain("cfs-lock 'storage-ceph' error: got lock request timeout");
});

test("a template on plain LVM keeps its disk's name, and allows only full clones", async () => {
  const lvm: Storages = { san: { type: "lvm", content: ["images"], capacityGiB: 20 } };
  const simulation = await setup({
    spec: { hosts: { asgard: { ...asgard, storages: { ...asgard.storages, ...lvm } } }, token },
  });
  const { client, proxmox } = simulation;
  await templateOn(simulation, "san");
  expect(proxmox.host("asgard").vms[0]?.config["virtio0"]).toContain("san:vm-9000-disk-0");
  expect((await client.post(`${qemu}/9000/clone`, { newid: 100, full: 0 })).message).toContain("Linked clone feature");
  expect(await client.task(client.post(`${qemu}/9000/clone`, { newid: 100, full: 1 }))).toBe("OK");
  const big = await client.task(client.post(qemu, { vmid: 101, name: "big", virtio0: "san:19" }));
  expect(big).toContain("not enough free space (18874368 < 19922944)");
});
