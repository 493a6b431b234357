import { closeAll, makeClone, makeTemplate, qemu, setup, type Setup } from "./support/setup";

afterEach(closeAll);

async function machine(): Promise<Setup & { readonly path: string }> {
  const simulation = await setup();
  await makeTemplate(simulation);
  await makeClone(simulation, 1001, "master-1");
  return { ...simulation, path: `${qemu}/1001` };
}

test("property strings are stored as PVE prints them", async () => {
  const { client, path } = await machine();
  await client.put(`${path}/config`, {
    ide2: "file=local-zfs:cloudinit,",
    net0: "model=virtio,bridge=vmbr0,firewall=0,macaddr=BC:24:11:00:00:01",
  });
  await client.put(`${path}/config`, {
    virtio0: "file=local-zfs:vm-1001-disk-0,size=4294967296,ssd=0,iothread=1,backup=on".replace("ssd=0,", ""),
  });
  const { data } = await client.get(`${path}/config`);
  expect(data).toMatchObject({
    ide2: "local-zfs:vm-1001-cloudinit,media=cdrom",
    net0: "virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=0",
    virtio0: "local-zfs:vm-1001-disk-0,backup=1,iothread=1,size=4G",
  });
});

test("tags become lower case and separated by semicolons", async () => {
  const { client, path } = await machine();
  await client.put(`${path}/config`, { tags: "RKE2,gpu;rke2" });
  expect((await client.get(`${path}/config`)).data["tags"]).toBe("gpu;rke2");
});

test("numbers read back as JSON numbers, memory as a string, passwords never", async () => {
  const { client, path, proxmox } = await machine();
  await client.put(`${path}/config`, { cores: 3, onboot: 1, memory: "4096", cipassword: "secret" });
  expect((await client.get(`${path}/config`)).data).toMatchObject({
    cores: 3,
    onboot: 1,
    memory: "4096",
    cipassword: "**********",
  });
  expect(JSON.stringify([proxmox.requests, proxmox.host("asgard").vms])).not.toContain('secret"');
});

test("a running machine keeps its size until it is started again", async () => {
  const { client, guests, path, proxmox } = await machine();
  await client.task(client.post(`${path}/status/start`));
  await client.put(`${path}/config`, { memory: 4096, cores: 4, description: "now" });
  const running = () => proxmox.host("asgard").vms.find((vm) => vm.vmId === 1001);
  expect(running()).toMatchObject({ pending: { memory: "4096", cores: "4" }, running: { memoryMiB: 2048, cores: 2 } });
  expect(running()?.config["description"]).toBe("now");
  expect((await client.get(`${path}/config`)).data["memory"]).toBe("4096");
  expect((await client.get(`${path}/config`, { current: 1 })).data["memory"]).toBe("2048");
  expect(await client.task(client.post(`${path}/status/reboot`))).toBe("OK");
  expect(running()).toMatchObject({ pending: {}, running: { memoryMiB: 4096, cores: 4 } });
  expect(guests.started.map((spec) => spec.memoryMiB)).toEqual([2048, 4096]);
});

test("a stale digest is refused", async () => {
  const { client, path } = await machine();
  const digest = String((await client.get(`${path}/config`)).data["digest"]);
  expect((await client.put(`${path}/config`, { cores: 3, digest })).status).toBe(200);
  const again = await client.put(`${path}/config`, { cores: 4, digest });
  expect(again).toMatchObject({ status: 500, reason: "checksum mismatch (file change by other user?)" });
});

test("a removed disk stays as unused, and is deleted with force", async () => {
  const { client, path } = await machine();
  await client.put(`${path}/config`, { scsi1: "local-zfs:8" });
  await client.put(`${path}/config`, { delete: "scsi1" });
  expect((await client.get(`${path}/config`)).data["unused0"]).toBe("local-zfs:vm-1001-disk-1");
  await client.put(`${path}/config`, { delete: "unused0" });
  const { data } = await client.get("/nodes/asgard/storage/local-zfs/content", { vmid: 1001 });
  expect(data).toHaveLength(1);
});

test("disks only grow", async () => {
  const { client, path, proxmox } = await machine();
  expect(await client.task(client.put(`${path}/resize`, { disk: "virtio0", size: "20G" }))).toBe("OK");
  expect(await client.task(client.put(`${path}/resize`, { disk: "virtio0", size: "+1G" }))).toBe("OK");
  expect(await client.task(client.put(`${path}/resize`, { disk: "virtio0", size: String(21 * 1024 ** 3) }))).toBe("OK");
  expect(await client.task(client.put(`${path}/resize`, { disk: "virtio0", size: "20G" }))).toBe(
    "shrinking disks is not supported",
  );
  expect(await client.task(client.put(`${path}/resize`, { disk: "scsi7", size: "20G" }))).toBe(
    "disk 'scsi7' does not exist",
  );
  expect(proxmox.host("asgard").vms[1]?.config["virtio0"]).toBe("local-zfs:vm-1001-disk-0,size=21G");
});

test("a full storage is reported with ZFS's message", async () => {
  const { client, path } = await machine();
  const full = "zfs error: cannot set property for 'rpool/data/vm-1001-disk-0': size is greater than available space";
  expect(await client.task(client.put(`${path}/resize`, { disk: "virtio0", size: "2T" }))).toBe(full);
  const refused = await client.put(`${path}/config`, { scsi1: "local-zfs:2000" });
  expect(refused.reason).toBe("zfs error: cannot create 'rpool/data/vm-1001-disk-1': out of space");
});

test("a boot order may name a disk of the same request, but not a missing one", async () => {
  const { client, path } = await machine();
  expect((await client.put(`${path}/config`, { boot: "order=scsi1", scsi1: "local-zfs:8" })).status).toBe(200);
  expect((await client.put(`${path}/config`, { boot: "order=scsi5" })).reason).toBe(
    "invalid bootorder: device 'scsi5' does not exist'",
  );
});

test("a second cloud-init drive is refused", async () => {
  const { client, path } = await machine();
  await client.put(`${path}/config`, { ide2: "local-zfs:cloudinit" });
  const refused = await client.put(`${path}/config`, { ide3: "local-zfs:cloudinit" });
  expect(refused.reason).toBe("ide3 - cloud-init drive is already attached at 'ide2'");
});

test("pending changes are listed and can be reverted", async () => {
  const { client, path } = await machine();
  await client.task(client.post(`${path}/status/start`));
  expect(await client.task(client.post(`${path}/config`, { memory: 4096, delete: "cores" }))).toBe("OK");
  const listed = async () => (await client.get(`${path}/pending`)).data as unknown as { key: string }[];
  const entries = (await listed()).filter(({ key }) => key === "memory" || key === "cores");
  expect(entries).toHaveLength(2);
  expect(entries).toContainEqual({ key: "cores", value: 2, delete: 1 });
  expect(entries).toContainEqual({ key: "memory", value: "2048", pending: "4096" });
  await client.put(`${path}/config`, { revert: "memory,cores" });
  expect((await listed()).filter((entry) => "pending" in entry || "delete" in entry)).toEqual([]);
});

test("there are no snapshots", async () => {
  const { client, path } = await machine();
  expect((await client.get(`${path}/config`, { snapshot: "before" })).reason).toBe("snapshot 'before' does not exist");
});

test("a disk moves only to another storage, and only to one that holds images", async () => {
  const { client, path, proxmox } = await machine();
  const same = await client.post(`${path}/move_disk`, { disk: "virtio0", storage: "local-zfs" });
  expect(same.reason).toBe("you can't move to the same storage with same format");
  const wrong = await client.post(`${path}/move_disk`, { disk: "virtio0", storage: "local", delete: 1 });
  expect(wrong.errors).toEqual({ storage: "storage 'local' does not support vm images\n" });
  expect(proxmox.host("asgard").vms[1]?.config["virtio0"]).toBe("local-zfs:vm-1001-disk-0,size=4G");
});

test("pending changes are listed with the configuration's digest", async () => {
  const { client, path } = await machine();
  const { digest } = (await client.get(`${path}/config`)).data;
  const rows = (await client.get(`${path}/pending`)).data as unknown as { key: string; value: unknown }[];
  expect(rows).toContainEqual({ key: "digest", value: digest });
});

test("a number that may have a fraction is returned as text", async () => {
  const { client, path } = await machine();
  await client.put(`${path}/config`, { cpulimit: 2, cores: 2 });
  expect((await client.get(`${path}/config`)).data).toMatchObject({ cpulimit: "2", cores: 2 });
});

test("the cloud-init drive moves as a disk does, other CD drives do not", async () => {
  const { client, path } = await machine();
  await client.put(`${path}/config`, { ide2: "local-zfs:cloudinit", ide3: "none,media=cdrom" });
  const move = (disk: string) => client.post(`${path}/move_disk`, { disk, storage: "local-zfs", format: "qcow2" });
  expect((await move("ide2")).reason).not.toBe("you can't move a cdrom");
  expect(await move("ide3")).toMatchObject({ status: 500, reason: "you can't move a cdrom" });
});

test.each([
  ["+1", "unable to parse value of 'cores' - type check ('integer') failed - got '+1'"],
  ["2", undefined],
])("a background change to %s cores that the request waits for ends with %s", async (cores, complaint) => {
  const { client, path } = await machine();
  const answer = await client.post(`${path}/config`, { cores, background_delay: 5 });
  const told = complaint === undefined ? { status: 200, data: null } : { status: 500 };
  expect(answer).toMatchObject(told);
  expect(answer.message).toBe(complaint && `failed to update VM 1001: ${complaint}\n`);
});
