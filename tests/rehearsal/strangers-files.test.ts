import type { PveClient } from "../../components/pve-client";
import { strangersFiles } from "../../components/strangers-files";
import { refuseTakenName, removeTornDocument } from "../../components/file-hooks";
import { machineName } from "../../model/machine-name";
import { plannedFiles, type PlannedFile } from "../../stack/planned-files";
import { halfMade } from "../../scripts/recover/pending-creation";
import { asgardPlan } from "../support/plans";
import { programClient } from "../support/program-client";
import { closeAll, setup } from "../../packages/pve-simulator/tests/support/setup";
import { imageUrl } from "../../packages/pve-simulator/tests/support/simulations";

afterEach(closeAll);

const plan = asgardPlan();
const [image] = plannedFiles(plan);
const documents = plannedFiles(plan).filter(({ content }) => content === "snippets");
const [document] = documents;
if (!image || !document) throw new Error("asgard has an image and documents");

/** A host on which these files lie that were there before. */
async function withFiles(...files: readonly PlannedFile[]) {
  const simulation = await setup({ spec: { files: files.map(({ host, volume }) => ({ host, volume })) } });
  const client = programClient(simulation.proxmox);
  return { simulation, client };
}

const volumes = async (client: PveClient, inState: readonly string[] = []) =>
  (
    await strangersFiles(
      client,
      plan,
      inState.map((name) => ({ host: document.host, name })),
    )
  ).map(({ volume }) => volume);

test("files on planned names are found, one list a storage and kind; what state has is ours", async () => {
  const { simulation, client } = await withFiles(image, document);
  expect(await volumes(client)).toEqual([image.volume, document.volume]);
  const lists = simulation.proxmox.requests.filter(({ path }) => path.includes("/content"));
  expect(lists).toHaveLength(2);
  expect(await volumes(client, [document.volume])).toEqual([image.volume]);
});

test("an image that this token had the host download is ours, whatever became of the run", async () => {
  const { simulation, client } = await withFiles();
  const filename = image.volume.replace(/^.*\//, "");
  const download = { url: imageUrl, content: "import", filename };
  expect(
    await simulation.client.task(simulation.client.post("/nodes/asgard/storage/local/download-url", download)),
  ).toBe("OK");
  expect(await volumes(client)).toEqual([]);
});

test("a document whose upload was cut off is removed, and others' documents are not", async () => {
  const { client } = await withFiles(...documents);
  const [, other] = documents;
  const name = document.path.replace(/^nodes\./, "");
  const resource = {
    urn: `urn:pulumi:asgard::homelab::proxmoxve:index/fileLegacy:FileLegacy::${name}-vendor-data`,
    type: "proxmoxve:index/fileLegacy:FileLegacy",
    inputs: { nodeName: "asgard", datastoreId: "local" },
  };
  const thing = halfMade(resource, plan);
  expect(thing?.isIn([{ ...resource, id: other?.volume ?? "" }])).toBe(false);
  expect(thing?.isIn([{ ...resource, id: document.volume }])).toBe(true);
  expect(await thing?.judge(client)).toBe("ours");
  await thing?.remove(client);
  expect(await thing?.judge(client)).toBe("missing");
  expect(await volumes(client)).not.toContain(document.volume);
  expect(await volumes(client)).toContain(other?.volume);
});

test("a document that another stack put there since the look is not written over: the name is asked for right before", async () => {
  const asked = async (files: readonly PlannedFile[]) => {
    const { client } = await withFiles(...files);
    const name = `${machineName(plan.cluster.name, document.path.split(".")[1] ?? "")}-vendor-data`;
    await refuseTakenName(plan, Promise.resolve(client))({ name, newInputs: { nodeName: document.host } });
  };
  await expect(asked([])).resolves.toBeUndefined();
  await expect(asked(documents.slice(1))).resolves.toBeUndefined();
  await expect(asked([document])).rejects.toThrow(
    /somebody created the file of its .* during this run, got local:snippets\/\S+ on asgard .* the file is left alone/,
  );
});

test("an image without a sum that a killed run of ours left is removed before it is fetched anew, and nobody else's is", async () => {
  const filename = image.volume.replace(/^.*\//, "");
  const { simulation, client } = await withFiles();
  const fetch = () => ({ url: imageUrl, content: "import", filename });
  await simulation.client.task(simulation.client.post("/nodes/asgard/storage/local/download-url", fetch()));
  const made = (newInputs: object) => ({
    name: "x-image",
    newInputs: { nodeName: image.host, fileName: filename, ...newInputs },
  });
  const hook = refuseTakenName(plan, Promise.resolve(client));
  const there = () => simulation.proxmox.host("asgard").volumes.includes(image.volume);
  await hook(made({ checksum: "00" }));
  expect(there()).toBe(true);
  await hook(made({}));
  expect(there()).toBe(false);
  const others = await withFiles(image);
  await expect(refuseTakenName(plan, Promise.resolve(others.client))(made({}))).rejects.toThrow(
    "somebody created the file",
  );
  expect(others.simulation.proxmox.host("asgard").volumes).toContain(image.volume);
});

test("what is left of a document whose transfer broke off is removed, and it is handed over again; no other failure removes anything", async () => {
  const name = `${machineName(plan.cluster.name, document.path.split(".")[1] ?? "")}-vendor-data`;
  const { client, simulation } = await withFiles(document);
  const after = (...errors: string[]) => removeTornDocument(plan, Promise.resolve(client))({ name, errors });
  const there = () => simulation.proxmox.host("asgard").volumes.includes(document.volume);
  expect(await after(`file "${document.volume}" already exists`)).toBe(false);
  expect(await after("unable to authenticate user")).toBe(false);
  expect(there()).toBe(true);
  const torn = "error transferring file: wait: remote command exited without exit status or exit signal";
  expect(await after(torn)).toBe(true);
  expect(there()).toBe(false);
  expect(await after(torn, torn, torn)).toBe(false);
});
