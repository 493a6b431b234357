import { halfMade } from "../../scripts/recover/pending-creation";
import { programClient } from "../support/program-client";
import { closeAll, setup } from "../../packages/pve-simulator/tests/support/setup";

afterEach(closeAll);

const mark = "managed-by: homelab/valaskjalf/gpu/rtx";
const resource = {
  urn: "urn:pulumi:asgard::homelab::proxmoxve:hardware/mapping/pci:Pci::valaskjalf-gpu-rtx-mapping",
  type: "proxmoxve:hardware/mapping/pci:Pci",
  inputs: { name: "rtx", comment: mark },
};

/** What recovery makes of a mapping whose creation was cut off; undefined when the request never arrived. */
async function afterKill(description: string | undefined) {
  const simulation = await setup();
  if (description !== undefined) {
    const { address, id, iommuGroup } = simulation.simulation.spec.hosts["asgard"]?.pci[0] ?? {
      address: "",
      id: "",
      iommuGroup: 0,
    };
    const map = `id=${id},node=asgard,path=${address},iommugroup=${iommuGroup}`;
    await simulation.client.post("/cluster/mapping/pci", { id: "rtx", map, description });
  }
  const client = programClient(simulation.proxmox);
  const thing = halfMade(resource, { client, held: [] });
  if (!thing) throw new Error("a mapping is nothing to recovery");
  const refused = () =>
    simulation.simulation.events.all.filter((event) => event.kind === "request" && event.status !== 200);
  return { thing, refused };
}

test("a mapping with our mark is removed", async () => {
  const { thing } = await afterKill(mark);
  expect(await thing.judge()).toBe("ours");
  await thing.remove();
  expect(await thing.judge()).toBe("missing");
});

test("a foreign mapping is left alone", async () => {
  const { thing } = await afterKill("of the gaming machine");
  expect(await thing.judge()).toBe("foreign");
});

test("a mapping whose request never arrived is looked up without a refused request", async () => {
  const { thing, refused } = await afterKill(undefined);
  expect(await thing.judge()).toBe("missing");
  expect(refused()).toEqual([]);
});
