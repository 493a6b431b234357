import { closeAll, qemu } from "./support/setup";
import { type StrictSimulation, strictSimulation } from "./support/strict-simulation";
import { privileges, spec } from "./support/simulations";

afterEach(closeAll);

const vm = `${qemu}/1001`;

/** The token may take snapshots too. */
async function simulation(): Promise<StrictSimulation> {
  const made = await strictSimulation(undefined, [...privileges, "Sys.Console", "VM.Snapshot"]);
  return made;
}

const take = ({ client }: StrictSimulation, snapname: string, more = {}) =>
  client.task(client.post(`${vm}/snapshot`, { snapname, ...more }));
const back = ({ client }: StrictSimulation, snapname: string, more = {}) =>
  client.task(client.post(`${vm}/snapshot/${snapname}/rollback`, more));
const drop = ({ client }: StrictSimulation, snapname: string) =>
  client.task(client.delete(`${vm}/snapshot/${snapname}`));

async function names({ client }: StrictSimulation): Promise<Record<string, unknown>> {
  const rows = (await client.get(`${vm}/snapshot`)).data as unknown as { name: string; parent?: string }[];
  expect(rows.at(-1)).toMatchObject({ name: "current", description: "You are here!", running: 0 });
  return Object.fromEntries(rows.map(({ name, parent }) => [name, parent]));
}

test("a rollback restores the configuration, keeps today's description and changes the generation id", async () => {
  const made = await simulation();
  expect(await take(made, "before", { description: "as it was" })).toBe("OK");
  const { vmgenid, digest: _, ...stored } = await made.stored();
  await made.config({ cores: 4, description: "kept", tags: "new" });
  expect(await back(made, "before")).toBe("OK");
  const { vmgenid: generation, digest: __, ...now } = await made.stored();
  expect(now).toEqual({ ...stored, description: "kept" });
  expect(stored["parent"]).toBe("before");
  expect(generation).not.toBe(vmgenid);
});

test("each snapshot has the previous one as its parent; children of a deleted one move to its parent", async () => {
  const made = await simulation();
  for (const name of ["a1", "b2", "c3"]) expect(await take(made, name)).toBe("OK");
  expect(await names(made)).toEqual({ a1: undefined, b2: "a1", c3: "b2", current: "c3" });
  expect(await drop(made, "b2")).toBe("OK");
  expect(await names(made)).toEqual({ a1: undefined, c3: "a1", current: "c3" });
  expect(await drop(made, "c3")).toBe("OK");
  expect(await names(made)).toEqual({ a1: undefined, current: "a1" });
});

test("ZFS rolls back to the last snapshot only, thin LVM to any", async () => {
  const made = await simulation();
  await take(made, "a1");
  await take(made, "b2");
  const disk = "local-zfs:vm-1001-disk-0";
  expect(await back(made, "a1")).toBe(`can't rollback, 'a1' is not most recent snapshot on '${disk}'`);
  await drop(made, "b2");
  await drop(made, "a1");
  await made.client.task(made.client.post(`${vm}/move_disk`, { disk: "virtio0", storage: "thin", delete: 1 }));
  await take(made, "a1");
  await take(made, "b2");
  expect(await back(made, "a1")).toBe("OK");
});

test("a newer disk is unused after a rollback, and a disk of a snapshot cannot be freed", async () => {
  const made = await simulation();
  await take(made, "before");
  await made.config({ scsi1: "local-zfs:1" });
  await back(made, "before");
  expect(await made.stored()).toMatchObject({ unused0: "local-zfs:vm-1001-disk-1" });
  const answer = await made.config({ delete: "virtio0", force: 1 });
  expect(answer.message).toContain("volume is still in use (snapshot?)");
});

test("a disk that has grown is small again after a rollback", async () => {
  const made = await simulation();
  await take(made, "before");
  await made.client.task(made.client.put(`${vm}/resize`, { disk: "virtio0", size: "8G" }));
  await back(made, "before");
  expect(await made.stored()).toMatchObject({ virtio0: "local-zfs:vm-1001-disk-0,size=4G" });
  expect((await made.client.get("/nodes/asgard/storage/local-zfs/content/vm-1001-disk-0")).data["size"]).toBe(
    4 * 1024 ** 3,
  );
});

test("a snapshot with memory takes space, and its rollback starts the machine", async () => {
  const made = await simulation();
  await made.client.task(made.client.post(`${vm}/status/start`));
  expect(await take(made, "hot", { vmstate: 1 })).toBe("OK");
  const config = await made.client.get(`${vm}/snapshot/hot/config`);
  expect(config.data).toMatchObject({ vmstate: "local-zfs:vm-1001-state-hot", cores: 2 });
  await made.client.task(made.client.post(`${vm}/status/stop`));
  expect(await back(made, "hot")).toBe("OK");
  expect((await made.client.get(`${vm}/status/current`)).data["status"]).toBe("running");
  expect(await drop(made, "hot")).toBe("OK");
  const content = await made.client.get("/nodes/asgard/storage/local-zfs/content");
  expect(JSON.stringify(content.data)).not.toContain("state-hot");
});

test("the machine is locked while a snapshot is taken", async () => {
  const made = await simulation();
  const begun = await made.client.post(`${vm}/snapshot`, { snapname: "slow" });
  const meanwhile = await made.client.get(`${vm}/config`);
  expect(await made.client.task(begun)).toBe("OK");
  expect([undefined, "snapshot"]).toContain(meanwhile.data["lock"]);
  expect(await made.stored()).not.toHaveProperty("lock");
});

test.each([
  [{ snapname: "current" }, 500, "unable to use snapshot name 'current' (reserved name)\n"],
  [
    { snapname: "Pending" },
    500,
    "unable to use snapshot name 'Pending' (reserved name)\n".replace("Pending'", "pending'"),
  ],
  [{ snapname: "a" }, 400, "Parameter verification failed.\n"],
  [{ snapname: "1st" }, 400, "Parameter verification failed.\n"],
  [{ snapname: "x".repeat(41) }, 400, "Parameter verification failed.\n"],
])("refuses %j", async (form, status, message) => {
  const made = await simulation();
  expect(await made.client.post(`${vm}/snapshot`, form)).toMatchObject({ status, message });
});

test("refuses a duplicate name, a storage without snapshots, and a missing snapshot", async () => {
  const made = await simulation();
  await take(made, "once");
  expect(await take(made, "once")).toBe("snapshot name 'once' already used");
  expect(await drop(made, "never")).toBe("snapshot 'never' does not exist");
  expect(await back(made, "never")).toBe("snapshot 'never' does not exist");
  await made.config({ scsi2: "files:1,format=raw" });
  expect(await take(made, "twice")).toBe("snapshot feature is not available");
});

test("a machine with snapshots cannot become a template, and its snapshots are deleted with it", async () => {
  const made = await simulation();
  await take(made, "before");
  expect(await made.client.post(`${vm}/template`)).toMatchObject({
    message: "unable to create template, because VM contains snapshots\n",
  });
  expect(await made.client.task(made.client.delete(vm))).toBe("OK");
  const content = await made.client.get("/nodes/asgard/storage/local-zfs/content", { vmid: 1001 });
  expect(content.data).toEqual([]);
});

test("a snapshot on thin LVM can be cloned, and the clone has no snapshots", async () => {
  const made = await simulation();
  await take(made, "before");
  const clone = (newid: number) => made.client.post(`${vm}/clone`, { newid, snapname: "before", full: 1 });
  expect((await clone(1002)).message).toContain("Full clone feature is not supported for a snapshot of");
  await drop(made, "before");
  await made.client.task(made.client.post(`${vm}/move_disk`, { disk: "virtio0", storage: "thin", delete: 1 }));
  await take(made, "before");
  await made.config({ cores: 4 });
  expect(await made.client.task(clone(1002))).toBe("OK");
  const copy = await made.client.get(`${qemu}/1002/config`);
  expect(copy.data).toMatchObject({ cores: 2 });
  expect(copy.data).not.toHaveProperty("parent");
  expect((await made.client.get(`${qemu}/1002/snapshot`)).data).toHaveLength(1);
});

test("a missing machine is reported in the task, as is a disk that cannot be copied", async () => {
  const made = await simulation();
  const nobody = `${qemu}/999/snapshot/a1`;
  const missing = "Configuration file 'nodes/asgard/qemu-server/999.conf' does not exist";
  expect(await made.client.task(made.client.delete(nobody))).toBe(missing);
  expect(await made.client.task(made.client.post(`${nobody}/rollback`))).toBe(missing);
  await take(made, "before");
  const linked = await made.client.post(`${vm}/clone`, { newid: 1002, snapname: "before", full: 0 });
  expect(linked.message).toContain("Linked clone feature is not supported for a snapshot of");
  const taken = await made.client.post(`${vm}/clone`, { newid: 90001, full: 0 });
  expect(taken.message).toBe("unable to create VM 90001: config file already exists\n");
});

test("a disk grows by whole extents of its storage, whatever the configuration says", async () => {
  const made = await simulation();
  await made.client.task(made.client.put(`${vm}/resize`, { disk: "virtio0", size: "4294967297" }));
  expect(await made.stored()).toMatchObject({ virtio0: "local-zfs:vm-1001-disk-0,size=4294967297" });
  const { data } = await made.client.get("/nodes/asgard/storage/local-zfs/content/vm-1001-disk-0");
  expect(data["size"]).toBe(4097 * 1024 ** 2);
});

test("a snapshot needs the privilege", async () => {
  const made = await strictSimulation();
  expect(spec.token.privileges).not.toContain("VM.Snapshot");
  expect(await made.client.post(`${vm}/snapshot`, { snapname: "mine" })).toMatchObject({
    status: 403,
    message: "Permission check failed (/vms/1001, VM.Snapshot)\n",
  });
});
