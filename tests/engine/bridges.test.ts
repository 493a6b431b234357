import { changedSteps, driftOf } from "../../scripts/engine/engine-events";
import type { NetworkEvent, SimulationEvent } from "../../rehearsal/events";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { during, endRehearsal, problemsOf, rehearse, stackOf } from "../support/rehearsal";

jest.setTimeout(120_000);

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await rehearse("bridges", stackOf("bridges"));
});
afterAll(() => endRehearsal(rehearsal));

const reloads = (): NetworkEvent[] =>
  rehearsal.simulation.context.events.all.filter((event): event is NetworkEvent => event.kind === "network");

test("machines come up on a VLAN of a newly created bridge", async () => {
  expect(problemsOf(await rehearsal.up())).toEqual([]);
  const bridges = new Map(rehearsal.simulation.proxmox.host("pve").bridges.map((bridge) => [bridge.name, bridge]));
  expect(bridges.size).toBe(4);
  expect(bridges.get("vmbr1")).toMatchObject({ ports: ["eno2"], vlanAware: true });
  expect(bridges.get("vmbr2")).toMatchObject({ ports: [], vlanAware: true });
  expect(bridges.get("vmbr3")).toMatchObject({ ports: [], vlanAware: false });
});

test("the provider reloads once for each bridge, before any machine starts", () => {
  const isStart = (event: SimulationEvent) => event.kind === "machine" && event.change === "starting";
  const firstStart = rehearsal.simulation.context.events.all.find(isStart)?.at ?? 0;
  expect(reloads().filter(({ at }) => at < firstStart)).toHaveLength(3);
  expect(reloads()[0]?.changed).toBe(true);
});

test("a second preview shows no change, and a refresh no drift", async () => {
  const preview = await rehearsal.preview();
  expect(changedSteps(preview.result.events)).toEqual([]);
  const refresh = await rehearsal.refresh({ previewOnly: true });
  expect(driftOf(refresh.result.events)).toEqual([]);
});

test("a comment and an MTU change under running machines, with one reload", async () => {
  const before = reloads().length;
  rehearsal.editStack((text) => text.replace("vmbr1: { ports: [eno2] }", "vmbr1: { ports: [eno2], mtu: 1600 }"));
  const phase = await rehearsal.up("mtu");
  expect(problemsOf(phase)).toEqual([]);
  expect(during(rehearsal, phase).touched).toEqual([]);
  expect(reloads().length - before).toBe(1);
});

test("destroy removes the bridges after the machines on them, and keeps the host's own", async () => {
  expect(problemsOf(await rehearsal.destroy())).toEqual([]);
  expect(rehearsal.simulation.proxmox.host("pve").bridges.map(({ name }) => name)).toEqual(["vmbr0"]);
  expect(rehearsal.simulation.proxmox.leftovers()).toEqual([]);
  expect(rehearsal.invariants.findings().violations).toEqual([]);
});
