import { changedSteps } from "../../scripts/engine/engine-events";
import { parseFault } from "../../scripts/rehearsal/fault-argument";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { further } from "../support/further";
import { endRehearsal, problemsOf, rehearse, stackOf } from "../support/rehearsal";

jest.setTimeout(240_000);

const faults = [
  "pulumi-killed:pve/download",
  "pulumi-killed:ctrl-1/script",
  "pulumi-killed:ctrl-1/initialized",
  "never-boots:work-1",
];

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await rehearse("talos-trouble", smallest(stackOf("talos")), faults.map(parseFault));
});
afterAll(() => endRehearsal(rehearsal));

/** One control plane, without a GPU. */
const smallest = (text: string): string =>
  text.replace(/^ +(ctrl-[23]|work-[12]): .*\n/gm, "").replace(/^ +homelab:gpus:\n.*\n/m, "");

const withWorker = (text: string): string =>
  text.replace(/^ +ctrl-1: .*\n/m, "$&    work-1: { role: worker, vmId: 111, address: 10.40.40.21 }\n");

function clusterInits(): number {
  const { all } = rehearsal.simulation.context.events;
  return all.filter((event) => event.kind === "cluster" && event.change === "initialized").length;
}

/** How often a machine was made. */
function makings(machine: string): number {
  const { all } = rehearsal.simulation.context.events;
  return all.filter((event) => event.kind === "machine" && event.machine === machine && event.change === "created")
    .length;
}

further("an engine killed during the image download leaves a file that the next up downloads again", async () => {
  expect((await rehearsal.up("up-without-image")).result.status).toBeUndefined();
  expect(rehearsal.simulation.proxmox.host("pve").vms).toEqual([]);
});

further("an engine killed before a machine has its configuration leaves it waiting for the next up", async () => {
  expect((await rehearsal.up("up-unconfigured")).result.status).toBeUndefined();
  expect(makings("ctrl-1")).toBe(1);
});

further("an engine killed during etcd's bootstrap leaves a cluster that the next up continues with", async () => {
  expect((await rehearsal.up("up-killed")).result.status).toBeUndefined();
  expect(clusterInits()).toBe(1);
  expect(problemsOf(await rehearsal.up("up-again"))).toEqual([]);
  expect([clusterInits(), makings("ctrl-1")]).toEqual([1, 1]);
});

further("a machine whose kernel panics is named, recreated by the next up, and joins", async () => {
  rehearsal.editStack(withWorker);
  const told = problemsOf(await rehearsal.up("up-panicked")).join("\n");
  expect(told).toContain("work-1: joining the cluster");
  expect(told).toContain("nothing answers at 10.40.40.21:50000 as Talos does");
  expect(problemsOf(await rehearsal.up("up-last"))).toEqual([]);
  expect([clusterInits(), makings("work-1")]).toEqual([1, 2]);
  expect([...(rehearsal.simulation.clusters.all()[0]?.nodes.keys() ?? [])].sort()).toEqual(["ctrl-1", "work-1"]);
  expect(changedSteps((await rehearsal.preview()).result.events)).toEqual([]);
});

further("no invariant was violated, and destroy leaves nothing", async () => {
  expect(problemsOf(await rehearsal.destroy())).toEqual([]);
  expect(rehearsal.invariants.findings().violations).toEqual([]);
  expect(rehearsal.leftovers).toEqual([]);
});
