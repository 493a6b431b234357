import type { PveClient } from "../../components/pve-client";
import { leaveForeign } from "../../scripts/recover/leave-foreign";
import type { StackState } from "../../scripts/recover/stack-state";
import type { Pulumi } from "../../scripts/engine/pulumi";
import { programClient } from "../support/program-client";
import { closeAll, setup } from "../../packages/pve-simulator/tests/support/setup";

afterEach(closeAll);

const owner = "managed-by: homelab/valaskjalf";
const tree = "urn:pulumi:asgard::homelab::";
const bridge = {
  urn: `${tree}proxmoxve:network/linux/bridge:Bridge::valaskjalf-bridge-vmbr7-asgard`,
  type: "proxmoxve:network/linux/bridge:Bridge",
  inputs: { name: "vmbr7", nodeName: "asgard", comment: `${owner}/bridge/vmbr7` },
};
const mapping = {
  urn: `${tree}proxmoxve:hardware/mapping/pci:Pci::valaskjalf-gpu-rtx-mapping`,
  type: "proxmoxve:hardware/mapping/pci:Pci",
  inputs: { name: "rtx", comment: `${owner}/gpu/rtx`, maps: [{ node: "asgard" }] },
};

/** The engine whose state has these two, and what was written back. */
function engine(resources: readonly object[] = [bridge, mapping]) {
  const written: StackState[] = [];
  const state = { version: 3, deployment: { resources } };
  const pulumi = {
    settings: { stack: "asgard" },
    run: (args: readonly string[], { stdin = "" } = {}) => {
      if (args.includes("import")) written.push(JSON.parse(stdin) as StackState);
      return Promise.resolve({ status: 0, stdout: JSON.stringify(state), stderr: "", seconds: 0 });
    },
  } as unknown as Pulumi;
  return { pulumi, written };
}

/** A host with both, by whatever comments. */
async function hostWith(comment: { readonly bridge: string; readonly mapping: string }): Promise<PveClient> {
  const { client, proxmox, simulation } = await setup();
  await client.post("/nodes/asgard/network", { iface: "vmbr7", type: "bridge", comments: comment.bridge });
  const { address, id, iommuGroup } = simulation.spec.hosts["asgard"]?.pci[0] ?? { address: "", id: "", iommuGroup: 0 };
  const map = `id=${id},node=asgard,path=${address},iommugroup=${iommuGroup}`;
  await client.post("/cluster/mapping/pci", { id: "rtx", map, description: comment.mapping });
  return programClient(proxmox);
}

const left = async (client: PveClient, pulumi: Pulumi) =>
  (
    await leaveForeign(
      pulumi,
      () => Promise.resolve(client),
      () => undefined,
    )
  ).left;

test("destroy leaves a bridge and a mapping that somebody created in place of ours, and says so", async () => {
  const client = await hostWith({ bridge: "storage", mapping: "gaming" });
  const { pulumi, written } = engine();
  expect(await left(client, pulumi)).toEqual([
    "bridge vmbr7 on asgard is left alone: its comment no longer carries this stack's marker",
    "PCI mapping rtx is left alone: its comment no longer carries this stack's marker",
  ]);
  expect(written.map(({ deployment }) => deployment.resources)).toMatchObject([
    [{ retainOnDelete: true }, { retainOnDelete: true }],
  ]);
});

test("destroy removes those that are ours, and those from a version without marks", async () => {
  const ours = engine();
  const marked = { bridge: bridge.inputs.comment, mapping: mapping.inputs.comment };
  expect(await left(await hostWith(marked), ours.pulumi)).toEqual([]);
  const unmarked = engine([bridge, mapping].map((made) => ({ ...made, inputs: { ...made.inputs, comment: "mine" } })));
  expect(await left(await hostWith({ bridge: "mine", mapping: "mine" }), unmarked.pulumi)).toEqual([]);
  expect([...ours.written, ...unmarked.written]).toEqual([]);
});

test("the guard against a plain destroy is removed from the state after the check, and nothing else changes", async () => {
  const hooks = { BeforeCreate: ["id-is-free"], BeforeDelete: ["use npm run destroy"] };
  const guarded = engine([{ ...bridge, resourceHooks: hooks }, mapping]);
  const marked = { bridge: bridge.inputs.comment, mapping: mapping.inputs.comment };
  expect(await left(await hostWith(marked), guarded.pulumi)).toEqual([]);
  expect(guarded.written.map(({ deployment }) => deployment.resources)).toEqual([
    [{ ...bridge, resourceHooks: { BeforeCreate: ["id-is-free"] } }, mapping],
  ]);
});

test("a machine that is left keeps the snippet it boots with, and other snippets are deleted", async () => {
  const { client, proxmox } = await setup({
    spec: { files: ["ours", "other"].map((name) => ({ host: "asgard", volume: `local:snippets/${name}.yaml` })) },
  });
  const cicustom = "vendor=local:snippets/ours.yaml";
  await client.task(client.post("/nodes/asgard/qemu", { vmid: 700, name: "nas", description: "theirs", cicustom }));
  const vm = {
    urn: `${tree}proxmoxve:index/vmLegacy:VmLegacy::valaskjalf-worker-1-vm`,
    type: "proxmoxve:index/vmLegacy:VmLegacy",
    inputs: { nodeName: "asgard", vmId: 700, name: "worker-1", description: `${owner}/worker-1` },
  };
  const documents = ["ours", "other"].map((name) => ({
    urn: `${tree}proxmoxve:index/fileLegacy:FileLegacy::${name}`,
    type: "proxmoxve:index/fileLegacy:FileLegacy",
    id: `local:snippets/${name}.yaml`,
  }));
  const { pulumi, written } = engine([vm, ...documents]);
  expect(await left(programClient(proxmox), pulumi)).toHaveLength(1);
  expect(written.map(({ deployment }) => deployment.resources)).toEqual([
    [{ ...vm, retainOnDelete: true }, { ...documents[0], retainOnDelete: true }, documents[1]],
  ]);
});
