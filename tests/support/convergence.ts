import { changedSteps } from "../../scripts/engine/engine-events";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { problemsOf } from "./rehearsal";

/** What is on the host: the plan's machines and the template, each once, with its disk, document and address. */
export function hostHolds({ simulation, plan }: Rehearsal): void {
  const vms = Object.keys(plan.proxmox.hosts).flatMap((host) => simulation.proxmox.host(host).vms);
  const planned = [...plan.nodes, ...plan.templates].map(({ name }) => name);
  expect(vms.map(({ name }) => name).sort()).toEqual(planned.sort());
  for (const node of plan.nodes) {
    const vm = vms.find(({ name }) => name === node.name);
    expect(vm?.running).toMatchObject({ cores: node.cores, memoryMiB: node.memoryMiB });
    expect(vm?.config.virtio0).toContain(`size=${node.diskGiB}G`);
  }
}

/**
 * The next up reaches what an undisturbed one reaches: nothing doubled, nothing orphaned. `byTheFault` are the invariants that
 * the fault itself violates.
 */
export async function converges(rehearsal: Rehearsal, byTheFault: readonly string[] = []): Promise<void> {
  expect(problemsOf(await rehearsal.up("up-again"))).toEqual([]);
  await isWhole(rehearsal);
  expect(problemsOf(await rehearsal.destroy())).toEqual([]);
  nothingIsLeft(rehearsal, byTheFault);
}

/** One cluster, on the machines of the plan, and nothing to change. */
export async function isWhole(rehearsal: Rehearsal): Promise<void> {
  hostHolds(rehearsal);
  const initialized = rehearsal.simulation.context.events.all.filter(
    (e) => e.kind === "cluster" && e.change === "initialized",
  );
  expect(new Set(initialized.map((event) => event.kind === "cluster" && event.cluster)).size).toBe(1);
  const preview = await rehearsal.preview();
  expect(changedSteps(preview.result.events)).toEqual([]);
}

export function nothingIsLeft(rehearsal: Rehearsal, byTheFault: readonly string[] = []): void {
  expect(rehearsal.simulation.proxmox.leftovers()).toEqual([]);
  const { violations } = rehearsal.invariants.findings();
  expect(violations.filter(({ invariant }) => !byTheFault.includes(invariant))).toEqual([]);
  expect([...new Set(violations.map(({ invariant }) => invariant))]).toEqual([...byTheFault]);
}
