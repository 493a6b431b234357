import { closeAll, makeClone, makeTemplate, qemu, setup, type Setup } from "./support/setup";
import { privileges, spec } from "./support/simulations";

afterEach(closeAll);

const path = `${qemu}/1001`;

/** A machine, and from then on a token without some privileges. */
async function machine(...missing: string[]): Promise<Setup> {
  const world = await setup();
  await makeTemplate(world);
  await makeClone(world, 1001, "master-1");
  const token = { ...spec.token, privileges: privileges.filter((privilege) => !missing.includes(privilege)) };
  Object.assign(world.simulation.spec, { token });
  return world;
}

test("raw devices are refused at once by a synchronous change, and in the task by a background one", async () => {
  const { client } = await machine();
  const change = { usb0: "host=1234:5678" };
  const message = "only root can set 'usb0' config for real devices";
  expect(await client.put(`${path}/config`, change)).toMatchObject({ status: 500, message: `${message}\n` });
  expect(await client.task(client.post(`${path}/config`, change))).toBe(message);
  expect((await client.get(`${path}/config`)).data["usb0"]).toBeUndefined();
});

test("a disk that the user may not attach is refused in the task too", async () => {
  const { client } = await machine("VM.Config.Disk");
  const why = "403 Permission check failed (/vms/1001, VM.Config.Disk)";
  expect(await client.task(client.post(`${path}/config`, { scsi1: "local-zfs:1" }))).toBe(why);
});

test("a request that waits for its task gets the task's error", async () => {
  const { client } = await machine();
  const change = { usb0: "host=1234:5678", background_delay: 5 };
  const message = "failed to update VM 1001: only root can set 'usb0' config for real devices\n";
  expect(await client.post(`${path}/config`, change)).toMatchObject({ status: 500, message });
});

test("a user without access is not told whether the machine exists", async () => {
  const { client } = await machine("VM.Config.CPU");
  const refused = { status: 403, message: "Permission check failed (/vms/999, VM.Config.CPU)\n" };
  expect(await client.put(`${qemu}/999/config`, { delete: "cores" })).toMatchObject(refused);
  expect(await client.post(`${qemu}/999/config`, { cores: 3 })).toMatchObject(refused);
  const missing = { status: 500, message: "Configuration file 'nodes/asgard/qemu-server/999.conf' does not exist\n" };
  expect(await client.put(`${qemu}/999/config`, { name: "a" })).toMatchObject(missing);
});

test("a creation checks permissions on storages first, then on options", async () => {
  const { client } = await machine("VM.Config.Network", "Datastore.AllocateSpace");
  const asked = { vmid: 1010, net0: "virtio,bridge=vmbr0", virtio0: "local-zfs:1" };
  const message = "Permission check failed (/storage/local-zfs, Datastore.AllocateSpace)\n";
  expect(await client.post(qemu, asked)).toMatchObject({ status: 403, message });
});

test("without root, real serial ports can neither be set at creation nor modified later", async () => {
  const { client } = await machine();
  const real = { serial0: "/dev/ttyS0" };
  expect((await client.post(qemu, { vmid: 1010, ...real })).message).toContain("only root can set 'serial0'");
  expect((await client.put(`${path}/config`, real)).message).toContain("only root can modify 'serial0'");
});

test("a new machine that cannot start still exists, and its creation task succeeds", async () => {
  const { client } = await machine();
  expect(await client.task(client.post(qemu, { vmid: 1010, template: 1, start: 1 }))).toBe("OK");
  expect((await client.get(`${qemu}/1010/config`)).data["template"]).toBe(1);
});

test("a clone checks its pool before its target host", async () => {
  const { client } = await machine();
  const asked = { newid: 1002, target: "other", pool: "p" };
  expect(await client.post(`${qemu}/90001/clone`, asked)).toMatchObject({ status: 403 });
});

test("the owner of a disk follows from its name, even if the disk is gone", async () => {
  const { client } = await machine("Datastore.Allocate");
  const message = "zfs error: cannot open 'rpool/data/vm-1001-disk-9': dataset does not exist\n";
  expect((await client.put(`${path}/config`, { scsi1: "local-zfs:vm-1001-disk-9" })).message).toBe(message);
});

test("a creation takes an empty drive without media=cdrom for a path", async () => {
  const { client } = await machine();
  const message = expect.stringContaining("Only root can pass arbitrary filesystem paths.") as string;
  expect(await client.post(qemu, { vmid: 1010, virtio0: "cdrom" })).toMatchObject({ status: 500, message });
});

test("permissions on the trunks of a NIC are checked one by one", async () => {
  const { client } = await machine("SDN.Use");
  const message = "Permission check failed (/sdn/zones/localnetwork/vmbr0/7, SDN.Use)\n";
  expect(await client.put(`${path}/config`, { net1: "virtio,bridge=vmbr0,trunks=7;9" })).toMatchObject({ message });
});

test("a mapping is looked up on the node in the path before the parameters are read", async () => {
  const { client } = await machine();
  const message = "internal error - proxyto_callback returned nothing\n";
  expect(await client.get("/cluster/mapping/pci", { "check-node": "" })).toMatchObject({ status: 500, message });
  const misplaced = await client.get(`${path}/pending`, { "check-node": "" });
  expect(misplaced).toMatchObject({ status: 400, errors: { "check-node": expect.stringContaining("not defined") } });
});

test("a path without its leading slash, or without a name after it, has no privileges", async () => {
  const { client } = await machine();
  const of = async (asked: string) => (await client.get("/access/permissions", { path: asked })).data[asked];
  expect([await of("vms"), await of("//")]).toEqual([{}, {}]);
  expect(await of("/vms/1001")).toMatchObject({ "VM.Audit": 1 });
});

test("a boot order of nothing but separators is stored as empty", async () => {
  const { client } = await machine();
  expect((await client.put(`${path}/config`, { boot: "order=;" })).status).toBe(200);
  expect((await client.get(`${path}/config`)).data["boot"]).toBe(" ");
});

test("a reverted key is set to its current value, and stays reverted when the rest of the change fails", async () => {
  const { client } = await machine();
  await client.task(client.post(`${path}/status/start`));
  await client.put(`${path}/config`, { cores: 4 });
  const failed = { revert: "cores", boot: "order=scsi9" };
  expect((await client.put(`${path}/config`, failed)).message).toContain("device 'scsi9' does not exist");
  expect((await client.put(`${path}/config`, { revert: "cores" })).status).toBe(200);
  expect((await client.get(`${path}/config`)).data["cores"]).toBe(2);
});

test("a host reports its memory, its kernel and its root file system", async () => {
  const { client } = await machine();
  const { data } = await client.get("/nodes/asgard/status");
  expect(Object.keys(data).sort()).toEqual(
    "boot-info cpu cpuinfo current-kernel idle ksm kversion loadavg memory pveversion rootfs swap uptime wait".split(
      " ",
    ),
  );
});

test("a machine whose disk is gone is listed with the size from its configuration", async () => {
  const { client } = await machine();
  await client.delete("/nodes/asgard/storage/local-zfs/content/vm-1001-disk-0");
  const rows = (await client.get("/cluster/resources", { type: "vm" })).data;
  expect(rows).toContainEqual(expect.objectContaining({ vmid: 1001, maxdisk: 4 * 1024 ** 3 }));
  expect((await client.get(`${path}/status/current`)).status).toBe(200);
});

test("a new interface is checked for ports of other interfaces before its type is checked", async () => {
  const { client } = await machine();
  const bridge = { iface: "vmbr1", type: "OVSBridge", bridge_ports: "eno1" };
  expect(await client.post("/nodes/asgard/network", bridge)).toMatchObject({ status: 400 });
});
