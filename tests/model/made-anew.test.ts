import type { Guest } from "../../model/inventory";
import type { LastRun } from "../../model/last-run";
import { halfMadeNodes, madeAnewBy, madeAnewNotices } from "../../model/made-anew";
import { parseConfig } from "../../model/parse";
import { plannedGuests } from "../../model/planned-guests";
import { asgardSections } from "../support/asgard";
import { asgardPlan } from "../support/plans";

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
function begun(missing: readonly string[], madeAnew = {}): LastRun {
  const machines = plan.nodes.map(({ name }) => name);
  const joined = machines.filter((name) => !missing.includes(name));
  return { nodes: {}, madeAnew, begun: { configuration: parseConfig(asgardSections()), machines, joined } };
}

it.each<[string, Partial<Guest>]>([
  ["has no drive for its first boot", { hasFirstBoot: false }],
  ["was never started", { status: "stopped" }],
])("makes a node anew that never joined and %s", (_, change) => {
  const halfMade = halfMadeNodes(plan, guests(worker, change), begun([worker]));
  expect(halfMade).toEqual([worker]);
  expect(madeAnewNotices(halfMade)).toEqual([
    `nodes.${worker}: its creation failed after the clone and it never joined: it is recreated`,
  ]);
});

it.each<[string, Partial<Guest>, LastRun]>([
  ["is well", {}, begun([worker])],
  ["joined, and was stopped later", { status: "stopped" }, begun([])],
  ["joined, and lost the drive that it needs no more", { hasFirstBoot: false }, begun([])],
  ["is being worked on", { hasFirstBoot: false, lock: "clone" }, begun([worker])],
  ["is of a run that finished", { status: "stopped" }, { nodes: {} }],
])("leaves one alone that %s", (_, change, lastRun) => {
  expect(halfMadeNodes(plan, guests(worker, change), lastRun)).toEqual([]);
});

it("leaves one alone that could not be asked", () => {
  const { hasFirstBoot: _unknown, ...asked } = guests(worker, { status: "stopped" }).find(
    ({ name }) => name === worker,
  ) as Guest;
  expect(halfMadeNodes(plan, [asked], begun([worker]))).toEqual([]);
});

it("counts how often, so that the same machine is replaced once for each time, and by no later run", () => {
  const counts = (all: Guest[], lastRun: LastRun) => madeAnewBy(plan, halfMadeNodes(plan, all, lastRun), lastRun);
  const half = guests(worker, { status: "stopped" });
  expect(counts(half, begun([worker]))).toEqual({ [worker]: 1 });
  expect(counts(half, begun([worker], { [worker]: 1 }))).toEqual({ [worker]: 2 });
  expect(counts(guests(), begun([worker], { [worker]: 2 }))).toEqual({ [worker]: 2 });
  expect(counts(guests(), begun([], { [worker]: 2, gone: 1 }))).toEqual({ [worker]: 2 });
});
