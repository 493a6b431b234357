import { strictSimulation } from "./support/strict-simulation";
import { closeAll, makeTemplate, qemu, setup } from "./support/setup";
import { imageSha256, imageSha512, imageUrl, privileges, spec } from "./support/simulations";

afterEach(closeAll);

const local = "/nodes/asgard/storage/local";
const image = { url: imageUrl, content: "import", filename: "noble.qcow2" };
const sum = { checksum: imageSha256, "checksum-algorithm": "sha256" };

test("an image is downloaded, listed, and not fetched again when it matches", async () => {
  const { client } = await setup();
  expect(await client.task(client.post(`${local}/download-url`, { ...image, ...sum }))).toBe("OK");
  const { data } = await client.get(`${local}/content`, { content: "import" });
  expect(data).toMatchObject([
    { volid: "local:import/noble.qcow2", content: "import", format: "qcow2", size: 600 * 1024 ** 2 },
  ]);
  expect(await client.task(client.post(`${local}/download-url`, { ...image, ...sum }))).toBe("OK");
  const path = "/var/lib/vz/import/noble.qcow2";
  expect(await client.task(client.post(`${local}/download-url`, image))).toBe(
    `refusing to override existing file '${path}'`,
  );
});

test.each([
  [{ ...image, url: "https://nowhere.test/noble.img" }, "download failed: exit code 8"],
  [{ ...image, ...sum, checksum: "00" }, `checksum mismatch: got '${imageSha256}' != expect '00'`],
])("the download %j fails", async (request, complaint) => {
  const { client, proxmox } = await setup();
  expect(await client.task(client.post(`${local}/download-url`, request))).toBe(complaint);
  expect(proxmox.leftovers()).toEqual([]);
});

test("an image is verified by any checksum algorithm that Proxmox supports", async () => {
  const { client } = await setup();
  const download = (algorithm: string, checksum: string) =>
    client.task(client.post(`${local}/download-url`, { ...image, checksum, "checksum-algorithm": algorithm }));
  expect(await download("sha1", "00")).toMatch(/^checksum mismatch: got '[0-9a-f]{40}' != expect '00'$/);
  expect(await download("sha512", imageSha512)).toBe("OK");
  expect(await download("sha512", "00")).toContain(`got '${imageSha512}' != expect '00', aborting`);
  expect(await download("sha256", imageSha256)).toBe("OK");
});

test("an imported file must look like an image", async () => {
  const { client } = await setup();
  const answer = await client.post(`${local}/download-url`, { ...image, filename: "noble.img" });
  expect(answer.errors).toEqual({ filename: "invalid filename or wrong extension\n" });
});

test("the host queries the metadata of a URL", async () => {
  const { client } = await setup();
  const { data } = await client.get("/nodes/asgard/query-url-metadata", { url: imageUrl, "verify-certificates": 1 });
  expect(data).toEqual({
    filename: "ubuntu-24.04-server-cloudimg-amd64.img",
    size: 600 * 1024 ** 2,
    mimetype: "application/octet-stream",
  });
});

test("an imported disk has the image's virtual size, and takes that space", async () => {
  const simulation = await setup();
  await makeTemplate(simulation);
  const { data: config } = await simulation.client.get(`${qemu}/90001/config`);
  expect(config["virtio0"]).toContain("size=4G");
  const { data } = await simulation.client.get("/nodes/asgard/storage/local-zfs/status");
  expect(data).toMatchObject({
    type: "zfspool",
    total: 900 * 1024 ** 3,
    used: 4 * 1024 ** 3,
    avail: 896 * 1024 ** 3,
    active: 1,
  });
});

test("a volume's path may be percent-encoded, and deleting twice is no error", async () => {
  const { client, proxmox } = await setup();
  await client.task(client.post(`${local}/download-url`, image));
  const { data } = await client.get(`${local}/content/local:import%2Fnoble.qcow2`);
  expect(data).toMatchObject({ path: "/var/lib/vz/import/noble.qcow2", format: "qcow2" });
  for (let i = 0; i < 2; i++)
    expect(await client.task(client.delete(`${local}/content/local:import%2Fnoble.qcow2`))).toBe("OK");
  expect(proxmox.leftovers()).toEqual([]);
});

test("without Datastore.Allocate images are listed, snippets are not, and nothing can be deleted", async () => {
  const simulation = await setup();
  const { client, proxmox } = simulation;
  await makeTemplate(simulation);
  const token = { ...spec.token, privileges: privileges.filter((privilege) => privilege !== "Datastore.Allocate") };
  Object.assign(simulation.simulation.spec, { token });
  expect((await client.get(`${local}/content`)).data).toMatchObject([{ volid: "local:import/noble.qcow2" }]);
  expect((await client.get(`${local}/content/local:import%2Fnoble.qcow2`)).status).toBe(200);
  const snippet = await client.get(`${local}/content/local:snippets%2Fa.yaml`);
  expect(snippet.reason).toBe("missing privileges to access local:snippets/a.yaml");
  const refused = await client.delete(`${local}/content/local:import%2Fnoble.qcow2`);
  expect(refused.reason).toBe("Permission check failed (/storage/local, Datastore.Allocate)");
  expect(proxmox.host("asgard").volumes).toContain("local:import/noble.qcow2");
});

test.each([
  ["\u00e4.qcow2", "_.qcow2"],
  ["a b+c@d.qcow2", "a_b_c_d.qcow2"],
  ["../x/y.raw", "y.raw"],
])("a file named %s is stored as %s", async (filename, kept) => {
  const { client, proxmox } = await setup();
  expect(await client.task(client.post(`${local}/download-url`, { ...image, filename }))).toBe("OK");
  expect(proxmox.host("asgard").volumes).toContain(`local:import/${kept}`);
});

test.each([
  [{ filename: ".qcow2" }, "filename"],
  [{ filename: "x.ovf" }, "filename"],
  [{ filename: "x.QCOW2" }, "filename"],
  [{ filename: "x.qcow2", checksum: "00" }, "checksum-algorithm"],
])("a download with %j reports %s", async (options, parameter) => {
  const { client } = await setup();
  const { errors, status } = await client.post(`${local}/download-url`, { ...image, ...options });
  expect({ status, parameters: Object.keys(errors ?? {}) }).toEqual({ status: 400, parameters: [parameter] });
});

test("a single image shows its virtual size, the list shows the file size", async () => {
  const { client } = await setup();
  await client.task(client.post(`${local}/download-url`, image));
  const { data } = await client.get(`${local}/content/import/noble.qcow2`);
  expect(data).toMatchObject({ size: 4 * 1024 ** 3, used: 600 * 1024 ** 2 });
});

test("a list of storages includes their formats on request", async () => {
  const { client } = await strictSimulation();
  const list = async (params = {}) => (await client.get("/nodes/asgard/storage", params)).data as unknown as object[];
  expect(await list({ format: 1 })).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        storage: "local-zfs",
        format: [{ raw: 1, subvol: 1 }, "raw"],
        formats: { supported: ["raw", "subvol"], default: "raw" },
      }),
    ]),
  );
  expect(JSON.stringify(await list())).not.toContain("formats");
});
