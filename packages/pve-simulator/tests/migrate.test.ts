import { realClock } from "../src/clock";
import type { DatacenterSpec } from "../src/spec";
import { closeAll, qemu, setup, type Setup } from "./support/setup";
import { type ContextOptions, privileges, spec } from "./support/worlds";

const asgard = spec.hosts["asgard"] as NonNullable<DatacenterSpec["hosts"][string]>;
const zfs = asgard.storages["local-zfs"] as (typeof asgard.storages)[string];
const local = asgard.storages["local"] as (typeof asgard.storages)[string];
const storages = { "local-zfs": zfs, spare: zfs, local };
const midgard = { ...asgard, storages, pci: [], mappings: {} };
const token = { ...spec.token, privileges: [...privileges, "VM.Migrate"] };
afterEach(closeAll);

/** Two hosts, and a VM with these options on the first. */
async function withVm(options: Record<string, string | number> = {}, more: ContextOptions = {}): Promise<Setup> {
  const world = await setup({ spec: { hosts: { asgard, midgard }, token }, ...more });
  const { client } = world;
  const made = { vmid: 100, name: "box", virtio0: "local-zfs:1", boot: "order=virtio0", ...options };
  expect(await client.task(client.post(qemu, made))).toBe("OK");
  return world;
}

const migrate = ({ client }: Setup, form: Record<string, string | number> = {}) =>
  client.post(`${qemu}/100/migrate`, { target: "midgard", ...form });
const start = ({ client }: Setup) => client.task(client.post(`${qemu}/100/status/start`));

test("a stopped VM goes with its disks, and answers on its new host only", async () => {
  const world = await withVm();
  expect(await world.client.task(migrate(world))).toBe("OK");
  expect(world.proxmox.host("midgard")).toMatchObject({ vms: [{ vmId: 100 }], volumes: ["local-zfs:vm-100-disk-0"] });
  expect(world.proxmox.host("asgard").volumes).toEqual([]);
  expect((await world.client.get(`${qemu}/100/config`)).message).toContain("does not exist");
  const { data } = await world.client.get("/cluster/resources", { type: "vm" });
  expect(data).toMatchObject([{ vmid: 100, node: "midgard" }]);
});

test("a running one goes online, and with local disks only when told to", async () => {
  const world = await withVm();
  expect(await start(world)).toBe("OK");
  expect((await migrate(world)).message).toContain("can't migrate running VM without --online");
  expect(await world.client.task(migrate(world, { online: 1 }))).toContain("migration aborted");
  expect(await world.client.task(migrate(world, { online: 1, "with-local-disks": 1 }))).toBe("OK");
  expect(world.proxmox.host("midgard").vms[0]?.running).toBeDefined();
});

test("a disk of another owner keeps it where it is, and its own host is no target", async () => {
  const world = await withVm({ scsi1: "local-zfs:1" });
  const { client } = world;
  await client.post("/nodes/asgard/storage/local-zfs/content", { filename: "vm-9999-disk-0", vmid: 9999, size: "1G" });
  expect((await client.put(`${qemu}/100/config`, { scsi2: "local-zfs:vm-9999-disk-0" })).status).toBe(200);
  expect(await client.task(migrate(world))).toContain("migration aborted");
  expect((await migrate(world, { target: "asgard" })).errors).toEqual({ target: "target is local node.\n" });
  expect(world.proxmox.host("asgard").vms).toHaveLength(1);
});

/** Lines of a migration's log. */
async function logOf(world: Setup, form: Record<string, string | number> = {}): Promise<string> {
  const begun = await migrate(world, form);
  await world.client.task(begun);
  const { data } = await world.client.get(`/nodes/asgard/tasks/${encodeURIComponent(begun.upid)}/log`);
  return (data as unknown as { t: string }[]).map(({ t }) => t).join("\n");
}

test("disks go to the storage that is named, and the configuration follows", async () => {
  const world = await withVm();
  expect((await migrate(world, { targetstorage: "nowhere" })).message).toContain(
    "storage 'nowhere' is not available on node 'midgard'",
  );
  expect((await migrate(world, { targetstorage: "local-zfs,spare" })).errors).toEqual({
    targetstorage: "failed to parse storage map: default target ID can only be provided once\n",
  });
  expect(await world.client.task(migrate(world, { targetstorage: "local-zfs:spare" }))).toBe("OK");
  const [vm] = world.proxmox.host("midgard").vms;
  expect(vm?.config["virtio0"]).toBe("spare:vm-100-disk-0,size=1G");
  expect(world.proxmox.host("midgard").volumes).toEqual(["spare:vm-100-disk-0"]);
});

test("a disk that is not plugged in goes along, and one whose name is taken gets another", async () => {
  const world = await withVm({ scsi1: "local-zfs:1" });
  const { client } = world;
  const stray = { filename: "vm-100-disk-1", vmid: 100, size: "1G" };
  expect((await client.post("/nodes/midgard/storage/local-zfs/content", stray)).status).toBe(200);
  expect((await client.put(`${qemu}/100/config`, { delete: "scsi1" })).status).toBe(200);
  expect(await client.task(migrate(world))).toBe("OK");
  expect(world.proxmox.host("midgard").vms[0]?.config["unused0"]).toBe("local-zfs:vm-100-disk-2");
});

test("a machine on its way is locked", async () => {
  const world = await withVm({}, { clock: realClock() });
  const { client } = world;
  const begun = await migrate(world);
  expect((await client.post(`${qemu}/100/clone`, { newid: 101 })).message).toContain("VM is locked (migrate)");
  expect(await client.task(begun)).toBe("OK");
});

test("a running machine needs its bridge over there, and one with a card the card", async () => {
  const world = await withVm({ net0: "virtio,bridge=vmbr7" });
  expect((await world.client.post("/nodes/asgard/network", { iface: "vmbr7", type: "bridge" })).status).toBe(200);
  expect(await world.client.task(world.client.put("/nodes/asgard/network"))).toBe("OK");
  expect(await start(world)).toBe("OK");
  expect(await logOf(world, { online: 1, "with-local-disks": 1 })).toContain("bridge 'vmbr7' does not exist");
  expect(await world.client.task(world.client.post(`${qemu}/100/status/stop`))).toBe("OK");
  expect((await world.client.put(`${qemu}/100/config`, { hostpci0: "mapping=made" })).status).toBe(200);
  expect(await logOf(world)).toContain("can't migrate to 'midgard': missing mapped devices hostpci0");
});

test("a document stays behind: the machine moves, and does not start without it", async () => {
  const world = await withVm({ ide2: "local-zfs:cloudinit", cicustom: "vendor=local:snippets/box.yaml" });
  const { client } = world;
  expect(await client.task(migrate(world))).toBe("OK");
  expect(await client.task(client.post("/nodes/midgard/qemu/100/status/start"))).toContain(
    "can't open '/var/lib/vz/snippets/box.yaml' - No such file or directory",
  );
});
