import { closeAll, makeClone, makeTemplate, qemu, setup, type Setup } from "./support/setup";
import { spec } from "./support/simulations";

afterEach(closeAll);

const path = `${qemu}/1001`;
const files = { type: "dir", content: ["images"], capacityGiB: 900 } as const;

/** A machine, on a host with a directory for disks. */
async function machine(): Promise<Setup> {
  const asgard = spec.hosts["asgard"] as NonNullable<(typeof spec.hosts)[string]>;
  const world = await setup({ spec: { hosts: { asgard: { ...asgard, storages: { ...asgard.storages, files } } } } });
  await makeTemplate(world);
  await makeClone(world, 1001, "master-1");
  return world;
}

const stored = async ({ client }: Setup, option: string) => (await client.get(`${path}/config`)).data[option];

test("an imported image keeps its format where the storage supports it", async () => {
  const world = await machine();
  const order = (format: string) => `files:0,import-from=local:import/noble.qcow2${format}`;
  await world.client.put(`${path}/config`, { scsi1: order("") });
  await world.client.put(`${path}/config`, { scsi2: order(",format=raw") });
  await world.client.put(`${path}/config`, { scsi3: "local-zfs:0,import-from=local:import/noble.qcow2" });
  expect(await stored(world, "scsi1")).toBe("files:1001/vm-1001-disk-0.qcow2,size=4G");
  expect(await stored(world, "scsi2")).toBe("files:1001/vm-1001-disk-1.raw,size=4G");
  expect(await stored(world, "scsi3")).toBe("local-zfs:vm-1001-disk-1,size=4G");
});

test("a disk in use by a running machine cannot be imported as another drive of it", async () => {
  const world = await machine();
  const order = { scsi1: "local-zfs:0,import-from=local-zfs:vm-1001-disk-0" };
  expect((await world.client.put(`${path}/config`, order)).status).toBe(200);
  await world.client.task(world.client.post(`${path}/status/start`));
  const why = "cannot change drive name when cloning disk from/to the same VM";
  expect((await world.client.put(`${path}/config`, { scsi2: order.scsi1 })).message).toBe(
    `cannot import from 'local-zfs:vm-1001-disk-0' - ${why}\n`,
  );
});

test.each([
  ["efidisk0", "cloning from/to EFI disk requires EFI disk"],
  ["tpmstate0", "cloning from/to TPM state requires TPM state"],
])("%s cannot be imported as anything else", async (option, why) => {
  const { client } = await machine();
  await client.put(`${path}/config`, { [option]: "local-zfs:1" });
  const source = "local-zfs:vm-1001-disk-1";
  const refused = await client.put(`${path}/config`, { scsi1: `local-zfs:0,import-from=${source}` });
  expect(refused.message).toBe(`cannot import from '${source}' - ${why}\n`);
});

test("the size of a new disk is rounded up to KiB", async () => {
  const world = await machine();
  await world.client.put(`${path}/config`, { scsi1: "files:0.1" });
  expect(await stored(world, "scsi1")).toBe("files:1001/vm-1001-disk-0.raw,size=104858K");
});

test("a storage with extents allocates more than the configuration says", async () => {
  const world = await machine();
  await world.client.put(`${path}/config`, { scsi1: "local-zfs:0.1" });
  expect(await stored(world, "scsi1")).toBe("local-zfs:vm-1001-disk-1,size=104858K");
  const { data } = await world.client.get("/nodes/asgard/storage/local-zfs/content", { vmid: 1001 });
  expect(data).toContainEqual(expect.objectContaining({ name: "vm-1001-disk-1", size: 103 * 1024 ** 2 }));
});

test.each([
  ["local:import/none.qcow2", "failed to stat '/var/lib/vz/import/none.qcow2'"],
  [
    "local-zfs:vm-1001-disk-9",
    "cannot import from 'local-zfs:vm-1001-disk-9' - zfs error: cannot open 'rpool/data/vm-1001-disk-9': dataset does not exist",
  ],
  [
    "files:1001/vm-1001-disk-9.raw",
    "cannot import from 'files:1001/vm-1001-disk-9.raw' - could not get size of files:1001/vm-1001-disk-9.raw",
  ],
  ["files:nothing", "unable to parse directory volume name 'nothing'"],
])("an import of %s, which does not exist, says so", async (source, message) => {
  const { client } = await machine();
  const order = { scsi1: `local-zfs:0,import-from=${source}` };
  expect((await client.put(`${path}/config`, order)).message).toBe(`${message}\n`);
});

test("the format of a disk follows from its name, whether it exists or not", async () => {
  const { client } = await machine();
  const { message } = await client.put(`${path}/config`, { scsi5: "local-zfs:vm-1001-disk-7,format=vmdk" });
  expect(message).toContain("'format=vmdk' option different from storage format 'raw'");
});

test("resizing a missing disk fails with its storage's message", async () => {
  const { client } = await machine();
  await client.delete("/nodes/asgard/storage/local-zfs/content/vm-1001-disk-0");
  expect(await client.task(client.put(`${path}/resize`, { disk: "virtio0", size: "9G" }))).toBe(
    "zfs error: cannot open 'rpool/data/vm-1001-disk-0': dataset does not exist",
  );
});

test("an EFI disk that does not fit its file fails when it is written", async () => {
  const { client } = await machine();
  const why = await client.task(client.post(qemu, { vmid: 1010, efidisk0: "local-zfs:cloudinit" }));
  expect(why).toContain("unable to create VM 1010 - unable to parse value of 'efidisk0' - format error");
});

test.each([
  [
    { efidisk0: "local-zfs:0,import-from=local:import/noble.qcow2" },
    { efidisk0: "need to specify 'efitype' when using 'import-from'\n" },
  ],
  [
    { tpmstate0: "local-zfs:0,import-from=local:import/noble.qcow2" },
    { tpmstate0: "need to specify 'version' when using 'import-from'\n" },
  ],
])("an import of %j needs an explicit format", async (change, errors) => {
  const { client } = await machine();
  expect(await client.put(`${path}/config`, change)).toMatchObject({ status: 400, errors });
});

test("an imported TPM state has the size of a TPM state", async () => {
  const world = await machine();
  await world.client.put(`${path}/config`, {
    tpmstate0: "local-zfs:0,import-from=local:import/noble.qcow2,version=v2.0",
  });
  expect(await stored(world, "tpmstate0")).toBe("local-zfs:vm-1001-disk-1,size=4M,version=v2.0");
});

test("an archive is not an image", async () => {
  const { client } = await machine();
  const order = { scsi1: "local-zfs:0,import-from=local:import/x.ova" };
  const message = "volume 'local:import/x.ova' - not a QEMU image format 'ova'\n";
  expect(await client.post(`${path}/config`, order)).toMatchObject({ status: 500, message });
});
