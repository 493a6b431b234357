import { realClock } from "../src/clock";
import type { DatacenterSpec } from "../src/spec";
import { closeAll, qemu, setup, type Setup } from "./support/setup";
import { type ContextOptions, privileges, spec } from "./support/simulations";

const asgard = spec.hosts["asgard"] as NonNullable<DatacenterSpec["hosts"][string]>;
const zfs = asgard.storages["local-zfs"] as (typeof asgard.storages)[string];
const local = asgard.storages["local"] as (typeof asgard.storages)[string];
const storages = { "local-zfs": zfs, spare: zfs, local };
const midgard = { ...asgard, storages, pci: [], mappings: {} };
const token = { ...spec.token, privileges: [...privileges, "VM.Migrate"] };
afterEach(closeAll);

/** Two hosts, and a VM with these options on the first. */
async function withVm(options: Record<string, string | number> = {}, more: ContextOptions = {}): Promise<Setup> {
  const simulation = await setup({ spec: { hosts: { asgard, midgard }, token }, ...more });
  const { client } = simulation;
  const made = { vmid: 100, name: "box", virtio0: "local-zfs:1", boot: "order=virtio0", ...options };
  expect(await client.task(client.post(qemu, made))).toBe("OK");
  return simulation;
}

const migrate = ({ client }: Setup, form: Record<string, string | number> = {}) =>
  client.post(`${qemu}/100/migrate`, { target: "midgard", ...form });
const start = ({ client }: Setup) => client.task(client.post(`${qemu}/100/status/start`));

test("a stopped VM goes with its disks, and answers on its new host only", async () => {
  const simulation = await withVm();
  expect(await simulation.client.task(migrate(simulation))).toBe("OK");
  expect(simulation.proxmox.host("midgard")).toMatchObject({
    vms: [{ vmId: 100 }],
    volumes: ["local-zfs:vm-100-disk-0"],
  });
  expect(simulation.proxmox.host("asgard").volumes).toEqual([]);
  expect((await simulation.client.get(`${qemu}/100/config`)).message).toContain("does not exist");
  const { data } = await simulation.client.get("/cluster/resources", { type: "vm" });
  expect(data).toMatchObject([{ vmid: 100, node: "midgard" }]);
});

test("a running VM migrates online, and with local disks only when asked to", async () => {
  const simulation = await withVm();
  expect(await start(simulation)).toBe("OK");
  expect((await migrate(simulation)).message).toContain("can't migrate running VM without --online");
  expect(await simulation.client.task(migrate(simulation, { online: 1 }))).toContain("migration aborted");
  expect(await simulation.client.task(migrate(simulation, { online: 1, "with-local-disks": 1 }))).toBe("OK");
  expect(simulation.proxmox.host("midgard").vms[0]?.running).toBeDefined();
});

test("a VM with somebody else's disk does not migrate, and its own host is not a valid target", async () => {
  const simulation = await withVm({ scsi1: "local-zfs:1" });
  const { client } = simulation;
  await client.post("/nodes/asgard/storage/local-zfs/content", { filename: "vm-9999-disk-0", vmid: 9999, size: "1G" });
  expect((await client.put(`${qemu}/100/config`, { scsi2: "local-zfs:vm-9999-disk-0" })).status).toBe(200);
  expect(await client.task(migrate(simulation))).toContain("migration aborted");
  expect((await migrate(simulation, { target: "asgard" })).errors).toEqual({ target: "target is local node.\n" });
  // Before anybody asks whether there is such a machine.
  const nowhere = await simulation.client.post(`${qemu}/999/migrate`, { target: "odin" });
  expect(nowhere.message).toBe("no such cluster node 'odin'\n");
  expect(simulation.proxmox.host("asgard").vms).toHaveLength(1);
});

/** Lines of a migration's log. */
async function logOf(simulation: Setup, form: Record<string, string | number> = {}): Promise<string> {
  const begun = await migrate(simulation, form);
  await simulation.client.task(begun);
  const { data } = await simulation.client.get(`/nodes/asgard/tasks/${encodeURIComponent(begun.upid)}/log`);
  return (data as unknown as { t: string }[]).map(({ t }) => t).join("\n");
}

test("disks go to the target storage, and the configuration follows", async () => {
  const simulation = await withVm();
  expect((await migrate(simulation, { targetstorage: "nowhere" })).message).toContain(
    "storage 'nowhere' is not available on node 'midgard'",
  );
  expect((await migrate(simulation, { targetstorage: "local-zfs,spare" })).errors).toEqual({
    targetstorage: "failed to parse storage map: default target ID can only be provided once\n",
  });
  expect(await simulation.client.task(migrate(simulation, { targetstorage: "local-zfs:spare" }))).toBe("OK");
  const [vm] = simulation.proxmox.host("midgard").vms;
  expect(vm?.config["virtio0"]).toBe("spare:vm-100-disk-0,size=1G");
  expect(simulation.proxmox.host("midgard").volumes).toEqual(["spare:vm-100-disk-0"]);
});

test("an unused disk is migrated too, and a disk whose name is taken is renamed", async () => {
  const simulation = await withVm({ scsi1: "local-zfs:1" });
  const { client } = simulation;
  const stray = { filename: "vm-100-disk-1", vmid: 100, size: "1G" };
  expect((await client.post("/nodes/midgard/storage/local-zfs/content", stray)).status).toBe(200);
  expect((await client.put(`${qemu}/100/config`, { delete: "scsi1" })).status).toBe(200);
  expect(await client.task(migrate(simulation))).toBe("OK");
  expect(simulation.proxmox.host("midgard").vms[0]?.config["unused0"]).toBe("local-zfs:vm-100-disk-2");
});

test("a migrating machine is locked", async () => {
  const simulation = await withVm({}, { clock: realClock() });
  const { client } = simulation;
  const begun = await migrate(simulation);
  expect((await client.post(`${qemu}/100/clone`, { newid: 101 })).message).toContain("VM is locked (migrate)");
  expect(await client.task(begun)).toBe("OK");
});

test("a running machine needs its bridge on the target, and one with a PCI device needs the device", async () => {
  const simulation = await withVm({ net0: "virtio,bridge=vmbr7" });
  expect((await simulation.client.post("/nodes/asgard/network", { iface: "vmbr7", type: "bridge" })).status).toBe(200);
  expect(await simulation.client.task(simulation.client.put("/nodes/asgard/network"))).toBe("OK");
  expect(await start(simulation)).toBe("OK");
  expect(await logOf(simulation, { online: 1, "with-local-disks": 1 })).toContain("bridge 'vmbr7' does not exist");
  expect(await simulation.client.task(simulation.client.post(`${qemu}/100/status/stop`))).toBe("OK");
  expect((await simulation.client.put(`${qemu}/100/config`, { hostpci0: "mapping=made" })).status).toBe(200);
  expect(await logOf(simulation)).toContain("can't migrate to 'midgard': missing mapped devices hostpci0");
});

test("a snippet stays behind: the machine moves, but does not start without it", async () => {
  const simulation = await withVm({ ide2: "local-zfs:cloudinit", cicustom: "vendor=local:snippets/box.yaml" });
  const { client } = simulation;
  expect(await client.task(migrate(simulation))).toBe("OK");
  expect(await client.task(client.post("/nodes/midgard/qemu/100/status/start"))).toContain(
    "can't open '/var/lib/vz/snippets/box.yaml' - No such file or directory",
  );
});
