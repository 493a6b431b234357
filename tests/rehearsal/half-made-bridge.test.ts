import { halfMade } from "../../scripts/recover/pending-creation";
import { programClient } from "../support/program-client";
import { closeAll, setup, type Setup } from "../../packages/pve-simulator/tests/support/setup";

afterEach(closeAll);

const mark = "managed-by: homelab/valaskjalf/bridge/vmbr1";
const resource = {
  urn: "urn:pulumi:asgard::homelab::proxmoxve:network/linux/bridge:Bridge::valaskjalf-bridge-vmbr1",
  type: "proxmoxve:network/linux/bridge:Bridge",
  inputs: { name: "vmbr1", nodeName: "asgard", comment: mark },
};

/** The simulation as a run left it that was killed after its request, and what recovery makes of the bridge. */
async function afterKill(comments: string | undefined) {
  const simulation = await setup();
  const bridge = { iface: "vmbr1", type: "bridge", ...(comments !== undefined && { comments }) };
  await simulation.client.post("/nodes/asgard/network", bridge);
  const client = programClient(simulation.proxmox);
  const thing = halfMade(resource, { client, held: [] });
  if (!thing) throw new Error("a bridge is nothing to recovery");
  return { simulation, thing };
}

const bridges = async ({ client }: Setup) =>
  ((await client.get("/nodes/asgard/network")).data as unknown as { iface: string }[]).map(({ iface }) => iface);

test("a bridge with our mark is removed from the configuration, without a reload", async () => {
  const { simulation, thing } = await afterKill(`mine\n${mark}`);
  expect(await thing.judge()).toBe("ours");
  await thing.remove();
  expect(await bridges(simulation)).not.toContain("vmbr1");
  expect(simulation.simulation.events.all.filter(({ kind }) => kind === "network")).toEqual([]);
  expect(await thing.judge()).toBe("missing");
});

test("a foreign bridge is left alone", async () => {
  const { thing } = await afterKill("storage");
  expect(await thing.judge()).toBe("foreign");
});

test("a bridge in the state is not an orphan", async () => {
  const { thing } = await afterKill(undefined);
  expect(thing.isIn([resource])).toBe(true);
  expect(thing.isIn([{ ...resource, inputs: { ...resource.inputs, nodeName: "other" } }])).toBe(false);
});
