import { changedSteps, driftOf } from "../../scripts/engine/engine-events";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { endRehearsal, problemsOf, rehearse, stackOf } from "../support/rehearsal";

jest.setTimeout(120_000);

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await rehearse("walled", stackOf("walled"));
});
afterAll(() => endRehearsal(rehearsal));

const vms = () => new Map(rehearsal.world.proxmox.host("pve").vms.map((vm) => [vm.name, vm]));

test("a cluster comes up on a VLAN behind a firewall that is a machine of the stack", async () => {
  expect(problemsOf(await rehearsal.up())).toEqual([]);
  const starts = rehearsal.world.context.events.all.flatMap((event) =>
    event.kind === "machine" && event.change === "starting" ? [event.machine] : [],
  );
  expect(starts.slice(0, 2)).toEqual(["pfsense", "registry"]);
  expect(starts).not.toContain("devvm");
});

test("every machine has the NICs, places and states of its entry", () => {
  const { config } = vms().get("pfsense") ?? {};
  expect(config).toMatchObject({ onboot: "1", startup: "order=1,up=5,down=60", ostype: "other" });
  expect([config?.["net0"], config?.["net1"], config?.["net2"]]).toEqual([
    expect.stringContaining("bridge=vmbr0"),
    expect.stringMatching(/bridge=vmbr1,.*tag=10/),
    expect.stringMatching(/bridge=vmbr1,.*tag=20/),
  ]);
  expect(vms().get("devvm")).toMatchObject({ running: undefined, config: { onboot: "0" } });
  expect(rehearsal.world.machines.machine("registry")?.addresses).toEqual(["10.21.0.9"]);
});

test("a second preview shows no change, and a refresh no drift", async () => {
  const preview = await rehearsal.preview();
  expect(changedSteps(preview.result.events)).toEqual([]);
  const refresh = await rehearsal.refresh({ previewOnly: true });
  expect(driftOf(refresh.result.events)).toEqual([]);
});

test("destroy ends well, and leaves the protected firewall with its bridge, and the decommissioned machine", async () => {
  expect(problemsOf(await rehearsal.destroy())).toEqual([]);
  expect([...vms().keys()].sort()).toEqual(["pfsense", "truenas"]);
  expect(vms().get("pfsense")?.running).toBeDefined();
  expect(rehearsal.world.proxmox.host("pve").bridges.map(({ name }) => name)).toEqual(["vmbr0", "vmbr1"]);
  expect(rehearsal.leftovers).toEqual([]);
  expect(rehearsal.laws.verdict().broken).toEqual([]);
});
