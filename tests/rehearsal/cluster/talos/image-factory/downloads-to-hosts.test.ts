import { closeAll, setup, type Setup } from "../../../../../packages/pve-simulator/tests/support/setup";
import { factoryOf, ImageFactory } from "../../../../../rehearsal/distributions/talos/image-factory/image-factory";
import { Internet } from "../../../../../rehearsal/internet";

afterEach(closeAll);

const schematic = "376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba";
const factory = `https://factory.talos.dev/image/${schematic}/v1.13.9`;

async function withSchematic(): Promise<Setup> {
  const internet = new Internet([], [new ImageFactory()]);
  factoryOf(internet).answer({ method: "POST", path: "/schematics", body: "customization: {}\n" });
  return setup({ internet });
}

function download({ client }: Setup, request: Readonly<Record<string, string>>): Promise<unknown> {
  return client.task(client.post("/nodes/asgard/storage/local/download-url", request));
}

const qcow2 = { url: `${factory}/nocloud-amd64.qcow2`, content: "import", filename: "talos.qcow2" };

test("the host downloads an image only if the factory knows its schematic", async () => {
  const strange = await setup({ internet: new Internet([], [new ImageFactory()]) });
  expect(await download(strange, qcow2)).toBe("download failed: exit code 8");
  const metadata = await strange.client.get("/nodes/asgard/query-url-metadata", { url: qcow2.url });
  expect(metadata.reason).toBe("invalid server response: '404 Not Found'");
  expect(await download(await withSchematic(), qcow2)).toBe("OK");
});

test("a disk imported from it has the size of the factory's image", async () => {
  const simulation = await withSchematic();
  await download(simulation, qcow2);
  const options = { vmid: 8000, name: "talos", scsi0: "local-zfs:0,import-from=local:import/talos.qcow2" };
  expect(await simulation.client.task(simulation.client.post("/nodes/asgard/qemu", options))).toBe("OK");
  const { data } = await simulation.client.get("/nodes/asgard/qemu/8000/config");
  expect(data["scsi0"]).toContain("size=1246M");
});

test.each([
  [
    "packed data under the name of an image",
    { ...qcow2, url: `${factory}/nocloud-amd64.raw.gz` },
    "failed to verify file: qemu-img: Could not open '/var/lib/vz/import/talos.qcow2.tmp_dwnl': Image is not in qcow2 format",
  ],
  ["unpacking what is to be imported", { ...qcow2, compression: "gz" }, "decompression not supported for import"],
  [
    "an unpacker that PVE does not have",
    { url: `${factory}/nocloud-amd64.raw.xz`, content: "iso", filename: "talos.img", compression: "xz" },
    "no decompression method found",
  ],
])("refuses %s", async (_what, request, complaint) => {
  expect(await download(await withSchematic(), request)).toBe(complaint);
});

test("unpacks an ISO image, which no disk can be imported from", async () => {
  const simulation = await withSchematic();
  const request = { url: `${factory}/nocloud-amd64.raw.gz`, content: "iso", filename: "talos.img", compression: "gz" };
  expect(await download(simulation, request)).toBe("OK");
  const options = { vmid: 8000, name: "talos", scsi0: "local-zfs:0,import-from=local:iso/talos.img" };
  const answer = await simulation.client.post("/nodes/asgard/qemu", options);
  expect(answer.errors).toEqual({
    scsi0: "local:iso/talos.img has wrong type 'iso' - needs to be 'images' or 'import'\n",
  });
});
