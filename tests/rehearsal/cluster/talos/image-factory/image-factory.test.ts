import { ImageFactory } from "../../../../../rehearsal/distributions/talos/image-factory/image-factory";

const guestAgent = "customization:\n  systemExtensions:\n    officialExtensions: [siderolabs/qemu-guest-agent]\n";
const post = (factory: ImageFactory, body: string) => factory.answer({ method: "POST", path: "/schematics", body });

test.each([
  ["nothing", "customization: {}\n", "376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba"],
  ["the guest agent", guestAgent, "ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515"],
])("the id of a schematic with %s is the published one, whatever its indentation", (_what, text, id) => {
  const { status, body } = post(new ImageFactory(), text);
  expect(status).toBe(201);
  expect(JSON.parse(String(body))).toMatchObject({ id });
});

test("serves images of known schematics in its formats, and no others", () => {
  const factory = new ImageFactory();
  const image = (file: string): string =>
    `https://factory.talos.dev/image/ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515/v1.13.9/${file}`;
  expect(factory.file(image("nocloud-amd64.qcow2"))).toBeUndefined();
  post(factory, guestAgent);
  for (const file of ["nocloud-amd64.qcow2", "nocloud-amd64.raw", "nocloud-amd64.raw.gz", "nocloud-amd64.raw.xz"])
    expect(factory.file(image(file))).toMatchObject({ diskGiB: 1246 / 1024 });
  expect(factory.file(image("nocloud-amd64.vhdx"))).toBeUndefined();
  expect(factory.file(image("nocloud-sparc.qcow2"))).toBeUndefined();
});

test("refuses unknown fields, and builds no image with missing extensions", () => {
  const factory = new ImageFactory();
  expect(post(factory, "customisation: {}\n")).toMatchObject({
    status: 400,
    body: expect.stringContaining("field customisation not found in type schematic.Schematic"),
  });
  const { body } = post(factory, guestAgent.replace("qemu-guest-agent", "qemu-agent"));
  const { id } = JSON.parse(String(body)) as { id: string };
  expect(factory.file(`https://factory.talos.dev/image/${id}/v1.13.9/nocloud-amd64.qcow2`)).toBeUndefined();
});

test("returns the content of a known schematic", () => {
  const factory = new ImageFactory();
  const { id } = JSON.parse(String(post(factory, guestAgent).body)) as { id: string };
  const get = (path: string) => factory.answer({ method: "GET", path, body: "" });
  expect(get(`/schematics/${id}`)).toMatchObject({
    status: 200,
    body: "customization:\n    systemExtensions:\n        officialExtensions:\n            - siderolabs/qemu-guest-agent\n",
  });
  expect(get(`/schematics/${"0".repeat(64)}`)).toMatchObject({ status: 404, body: "schematic not found\n" });
});
