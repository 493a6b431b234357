import type { StateResource } from "../../scripts/recover/stack-state";
import { halfMade } from "../../scripts/recover/pending-creation";
import { fileTag } from "../../model/file-names";
import { programClient } from "../support/program-client";
import { closeAll, setup } from "../../packages/pve-simulator/tests/support/setup";
import { imageUrl } from "../../packages/pve-simulator/tests/support/simulations";

afterEach(closeAll);

const publicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMine";
const tag = fileTag(publicKey);
const key = {
  urn: "urn:pulumi:asgard::homelab::tls:index/privateKey:PrivateKey::valaskjalf-automation-key",
  type: "tls:index/privateKey:PrivateKey",
  outputs: { publicKeyOpenssh: publicKey },
};
const document = (id: string): StateResource => ({
  urn: "urn:pulumi:asgard::homelab::proxmoxve:index/fileLegacy:FileLegacy::valaskjalf-worker-1-vendor-data",
  type: "proxmoxve:index/fileLegacy:FileLegacy",
  id,
  inputs: { nodeName: "asgard", datastoreId: "local", contentType: "snippets" },
});
const image: StateResource = {
  urn: "urn:pulumi:asgard::homelab::proxmoxve:download/file:File::valaskjalf-template-asgard-image",
  type: "proxmoxve:download/file:File",
  inputs: { nodeName: "asgard", datastoreId: "local", contentType: "import" },
};

test("a left-over snippet is removed, but neither the one in the state nor a foreign one", async () => {
  const volumes = [
    `old.${tag}.vendor.yaml`,
    `new.${tag}.vendor.yaml`,
    "new.000000000000.vendor.yaml",
    "new.vendor.yaml",
  ];
  const files = volumes.map((name) => ({ host: "asgard", volume: `local:snippets/${name}` }));
  const { proxmox } = await setup({ spec: { files } });
  const client = programClient(proxmox);
  const held = [key, document(`local:snippets/old.${tag}.vendor.yaml`)];
  const thing = halfMade(document(""), { client, held });
  expect(await thing?.judge()).toBe("ours");
  await thing?.remove();
  expect(await thing?.judge()).toBe("missing");
  const there = proxmox.host("asgard").volumes.filter((volume) => volume.includes("snippets"));
  expect(there.sort()).toEqual(
    files
      .map(({ volume }) => volume)
      .filter((volume) => !volume.includes(`new.${tag}`))
      .sort(),
  );
});

test("an image that is still downloading is waited for, and removed", async () => {
  const { proxmox, client: simulated } = await setup();
  const client = programClient(proxmox);
  const filename = `homelab.valaskjalf.${tag}.noble.qcow2`;
  await simulated.post("/nodes/asgard/storage/local/download-url", { url: imageUrl, content: "import", filename });
  const thing = halfMade(image, { client, held: [key] });
  expect(await thing?.judge()).toBe("ours");
  await thing?.remove();
  expect(proxmox.host("asgard").volumes).not.toContain(`local:import/${filename}`);
});

test("before the state has a key nothing can be its own", async () => {
  const { proxmox } = await setup();
  expect(halfMade(image, { client: programClient(proxmox), held: [] })).toBeUndefined();
});
