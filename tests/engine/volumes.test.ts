import type { RequestEvent } from "../../rehearsal/events";
import { changedSteps } from "../../scripts/engine/engine-events";
import { parseFault } from "../../scripts/rehearsal/fault-argument";
import type { Phase } from "../../scripts/rehearsal/phase";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { administrator } from "../support/host-client";
import { during, endRehearsal, problemsOf, rehearse, smallStack } from "../support/rehearsal";

jest.setTimeout(300_000);

let rehearsal: Rehearsal;
beforeAll(async () => {
  // The first three grow the template and its copies.
  rehearsal = await rehearse("volumes", smallStack(), [parseFault("task-fails:resize@4")]);
  expect(problemsOf(await rehearsal.up())).toEqual([]);
  await attachVolumes();
});
afterAll(() => endRehearsal(rehearsal));

/** A disk that somebody added to each machine, and another driver's volume, beside the one that every worker has. */
async function attachVolumes(): Promise<void> {
  const others = administrator(rehearsal);
  const volume = await others.post<string>(
    "/nodes/pve/storage/local-zfs/content?filename=vm-9999-disk-0&vmid=9999&size=8G",
  );
  await others.task("PUT", "/nodes/pve/qemu/111/config", { scsi1: `${volume},backup=0,iothread=1` });
  await others.task("PUT", "/nodes/pve/qemu/111/config", { scsi2: "local-zfs:4" });
  await others.task("PUT", "/nodes/pve/qemu/101/config", { scsi2: "local-zfs:4" });
}

const vm = (name: string) => rehearsal.simulation.proxmox.host("pve").vms.find((other) => other.name === name);
const drives = (name: string) =>
  Object.fromEntries(Object.entries(vm(name)?.config ?? {}).filter(([key]) => /^(scsi|virtio|unused)\d+$/.test(key)));
const edit = (key: string, value: number) =>
  rehearsal.editStack((text) => text.replace(new RegExp(`(worker: \\{.* ${key}:) \\d+`), `$1 ${value}`));
const steps = ({ result }: Phase) =>
  changedSteps(result.events).map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`);
/** Requests that could take a drive off a machine, or empty it. */
const removals = (phase: Phase) =>
  during(rehearsal, phase).writes.filter(
    ({ method, path, params }: RequestEvent) =>
      method === "DELETE" || /unlink|move_disk/.test(path) || /(scsi|virtio)\d/.test(String(params["delete"] ?? "")),
  );
const theirs = () => ({
  worker: {
    scsi1: expect.stringContaining("vm-9999-disk-0"),
    scsi2: expect.stringContaining("vm-111-disk-1"),
    scsi29: expect.stringContaining("vm-9999-pvc-"),
  },
  server: { scsi2: expect.stringContaining("vm-101-disk-1") },
});

function othersDisksAreThere(): void {
  expect(drives("worker-1")).toMatchObject(theirs().worker);
  expect(drives("server-1")).toMatchObject(theirs().server);
}

test("foreign disks are no change, before and after a refresh", async () => {
  expect(steps(await rehearsal.preview("preview-attached"))).toEqual([]);
  expect(problemsOf(await rehearsal.refresh())).toEqual([]);
  expect(steps(await rehearsal.preview("preview-refreshed"))).toEqual([]);
});

test("an edit that restarts the worker keeps them attached", async () => {
  edit("memoryMiB", 5120);
  const phase = await rehearsal.up("memory");
  expect(problemsOf(phase)).toEqual([]);
  expect(during(rehearsal, phase).changes("worker-1")).toContain("starting");
  expect(removals(phase)).toEqual([]);
  othersDisksAreThere();
});

test("a root disk that cannot grow is named, and the next run grows only that", async () => {
  edit("diskGiB", 30);
  expect(steps(await rehearsal.preview("preview-disk"))).toContain("update small-worker-1-disk");
  const failed = await rehearsal.up("disk-fails");
  expect(problemsOf(failed).join()).toMatch(/worker-1.*resize failed/);
  const phase = await rehearsal.up("disk");
  expect(problemsOf(phase)).toEqual([]);
  expect(drives("worker-1")["virtio0"]).toContain("size=30G");
  expect([failed, phase].flatMap(removals)).toEqual([]);
  expect(during(rehearsal, phase).changes("worker-1")).not.toContain("starting");
  othersDisksAreThere();
  expect(steps(await rehearsal.preview("preview-grown"))).toEqual([]);
});

test("memory and disk grow together, the disk before the machine starts again", async () => {
  edit("memoryMiB", 6144);
  edit("diskGiB", 35);
  expect(problemsOf(await rehearsal.up("both"))).toEqual([]);
  expect(drives("worker-1")["virtio0"]).toContain("size=35G");
  othersDisksAreThere();
});

test("a smaller disk is already refused in a preview", async () => {
  edit("diskGiB", 20);
  expect(problemsOf(await rehearsal.preview("preview-smaller")).join()).toContain(
    "diskGiB of worker-1: disks do not shrink, got 20, must be at least 35",
  );
  edit("diskGiB", 35);
});

test("destroy leaves the driver's volume and one that only resembles the machine's, and no invariant was violated", async () => {
  const others = administrator(rehearsal);
  const older = "/nodes/pve/storage/local-zfs/content?filename=vm-111-disk-7&vmid=111&size=1G";
  const volume = await others.post<string>(older);
  expect(problemsOf(await rehearsal.destroy("destroy-refused")).join()).toMatch(
    /worker-1: disk scsi2 \(local-zfs:vm-111-disk-1\) would be deleted with VM 111[^]*qm disk reassign 111/,
  );
  othersDisksAreThere();
  for (const vmId of [101, 111]) {
    await others.task("PUT", `/nodes/pve/qemu/${vmId}/config`, { delete: "scsi2" });
    await others.task("PUT", `/nodes/pve/qemu/${vmId}/config`, { delete: "unused0" });
  }
  expect(problemsOf(await rehearsal.destroy())).toEqual([]);
  const left = rehearsal.simulation.proxmox.host("pve").volumes;
  expect(left).toEqual(expect.arrayContaining([expect.stringContaining("vm-9999-pvc-"), volume]));
  expect(rehearsal.invariants.findings().violations).toEqual([]);
});
