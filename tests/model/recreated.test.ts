import { inStateOf, NOTHING_IN_STATE } from "../../model/in-state";
import type { Guest } from "../../model/inventory";
import type { LastRun } from "../../stack/last-run";
import { halfMadeNodes, halfMadeVms, recreatedBy, recreatedNotices } from "../../stack/recreated";
import { parseConfig } from "../../stack/parse";
import { plannedGuests } from "../../stack/planned-guests";
import { asgardSections } from "../support/asgard";
import { asgardPlan, inSection } from "../support/plans";

const plan = asgardPlan();
const worker = "valaskjalf-worker-1";

/** Every machine as it is after a creation that came to its end, but for one. */
const guests = (name = "", change: Partial<Guest> = {}): Guest[] =>
  plannedGuests(plan).map((planned) => {
    const { vmId, host, name: own } = planned;
    const guest: Guest = {
      vmId,
      host,
      name: own,
      type: "qemu",
      status: "running",
      isTemplate: false,
      hasFirstBoot: true,
    };
    return own === name ? { ...guest, ...change } : guest;
  });

/** A first run that made every machine; all but these joined. */
function begun(missing: readonly string[], recreated = {}): LastRun {
  const machines = plan.nodes.map(({ name }) => name);
  const joined = machines.filter((name) => !missing.includes(name));
  return { nodes: {}, recreated, begun: { configuration: parseConfig(asgardSections()), machines, joined } };
}

it.each<[string, Partial<Guest>]>([
  ["has no drive for its first boot", { hasFirstBoot: false }],
  ["was never started", { status: "stopped" }],
])("recreates a node that never joined and %s", (_, change) => {
  const halfMade = halfMadeNodes(plan, guests(worker, change), begun([worker]));
  expect(halfMade).toEqual([worker]);
  expect(recreatedNotices(plan, halfMade)).toEqual([
    `nodes.${worker}: its creation failed after the clone and it never joined: it is recreated`,
  ]);
});

it.each<[string, Partial<Guest>, LastRun]>([
  ["is well", {}, begun([worker])],
  ["joined, and was stopped later", { status: "stopped" }, begun([])],
  ["joined, and lost the drive that it needs no more", { hasFirstBoot: false }, begun([])],
  ["is being worked on", { hasFirstBoot: false, lock: "clone" }, begun([worker])],
  ["is of a run that finished", { status: "stopped" }, { nodes: {} }],
])("leaves a node alone that %s", (_, change, lastRun) => {
  expect(halfMadeNodes(plan, guests(worker, change), lastRun)).toEqual([]);
});

it("starts a stopped prepared control plane, which may be a member of etcd, and recreates a worker", () => {
  const server = "valaskjalf-master-2";
  const missing = [server, worker];
  const { begun: run, ...lastRun } = begun(missing);
  const stopped = guests(worker, { status: "stopped" }).map((guest) =>
    guest.name === server ? { ...guest, status: "stopped" } : guest,
  );
  const made = (prepared: readonly string[]) =>
    halfMadeNodes(plan, stopped, { ...lastRun, ...(run && { begun: { ...run, prepared } }) });
  expect(made(missing)).toEqual([worker]);
  expect(made([])).toEqual([server, worker]);
});

it("leaves a node alone whose state could not be read", () => {
  const { hasFirstBoot: _unknown, ...asked } = guests(worker, { status: "stopped" }).find(
    ({ name }) => name === worker,
  ) as Guest;
  expect(halfMadeNodes(plan, [asked], begun([worker]))).toEqual([]);
});

it("counts the attempts, so that a machine is replaced once for each, and by no later run", () => {
  const counts = (all: Guest[], lastRun: LastRun) => recreatedBy(plan, halfMadeNodes(plan, all, lastRun), lastRun);
  const half = guests(worker, { status: "stopped" });
  expect(counts(half, begun([worker]))).toEqual({ [worker]: 1 });
  expect(counts(half, begun([worker], { [worker]: 1 }))).toEqual({ [worker]: 2 });
  expect(counts(guests(), begun([worker], { [worker]: 2 }))).toEqual({ [worker]: 2 });
  expect(counts(guests(), begun([], { [worker]: 2, gone: 1 }))).toEqual({ [worker]: 2 });
});

describe("a VM outside the cluster", () => {
  const entry = { vmId: 700, host: "asgard", cores: 1, memoryMiB: 1024, diskGiB: 8, storage: "local-zfs" };
  const withBox = (more: object = {}) =>
    asgardPlan(inSection("vms", { box: { ...entry, ...more } }), inSection("proxmox", { overcommit: { threads: 2 } }));
  const half: Guest = {
    vmId: 700,
    host: "asgard",
    name: "box",
    type: "qemu",
    status: "stopped",
    isTemplate: false,
    wasStarted: false,
    addedDisks: [],
  };
  const unfinished: LastRun = { nodes: {}, inState: { ...NOTHING_IN_STATE, guests: [700], unfinished: [700] } };

  it("is recreated if its creation failed and it was never started", () => {
    expect(halfMadeVms(withBox(), [half], unfinished)).toEqual(["box"]);
    expect(recreatedBy(withBox(), ["box"], unfinished)).toEqual({ box: 1 });
    expect(recreatedNotices(withBox(), ["box"])).toEqual([
      "vms.box: its creation failed half way and it was never started: it is recreated",
    ]);
    expect(recreatedNotices(withBox({ protect: true }), ["box"]).join()).toContain("set protect: false");
  });

  it.each<[string, Partial<Guest>, LastRun, object]>([
    ["was made", {}, { ...unfinished, inState: { ...NOTHING_IN_STATE, guests: [700] } }, {}],
    ["was started once", { wasStarted: true }, unfinished, {}],
    ["runs", { status: "running" }, unfinished, {}],
    ["is being worked on", { lock: "clone" }, unfinished, {}],
    ["was given a disk by somebody", { addedDisks: ["scsi1 (local-zfs:vm-700-disk-1)"] }, unfinished, {}],
    ["was there in a run that finished, of an earlier program", {}, { ...unfinished, vms: { box: 700 } }, {}],
    ["could not be asked", { wasStarted: undefined } as unknown as Partial<Guest>, unfinished, {}],
    ["was adopted", {}, unfinished, { adopt: true, nics: [{ bridge: "vmbr0" }] }],
  ])("is left alone if it %s", (_, change, lastRun, more) => {
    expect(halfMadeVms(withBox(more), [{ ...half, ...change }], lastRun)).toEqual([]);
  });

  it("is unfinished as long as the record of its disk is not in the state", () => {
    const vm = { urn: "u::x-box-vm", type: "proxmoxve:index/vmLegacy:VmLegacy", outputs: { vmId: 700 } };
    const disk = { urn: "u::x-box-disk", type: "pulumi:index:Stash", outputs: {} };
    expect(inStateOf([vm], withBox()).unfinished).toEqual([700]);
    expect(inStateOf([vm, disk], withBox())).toMatchObject({ guests: [700], unfinished: [] });
  });
});
