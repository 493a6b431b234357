import fc from "fast-check";
import { SimulationLog } from "../../../rehearsal/events";
import { spansOf, timelineOf } from "../../../rehearsal/report/timeline";
import { asgardPlan } from "../../support/plans";

function setup() {
  let time = 0;
  const log = new SimulationLog(() => time);
  const at = (moment: number) => ((time = moment), log);
  return { log, at };
}

test("puts overlapping work of a machine into rows, and machines into the plan's order", () => {
  const { log, at } = setup();
  const work = (machine: string, id: number, beganAt: number, endedAt: number) =>
    at(endedAt).emit({ kind: "span", id, machine, label: `w${id}`, beganAt, latencyMs: 1 });
  work("stranger", 1, 0, 10);
  work("valaskjalf-worker-1", 2, 0, 20);
  work("asgard", 3, 0, 30);
  work("valaskjalf-master-1", 4, 0, 30);
  work("valaskjalf-master-1", 5, 10, 40);
  work("valaskjalf-master-1", 6, 30, 50);
  const { lanes, endedAt } = timelineOf(log.all, [{ endedAt: 60 }], asgardPlan(), []);
  expect(endedAt).toBe(60);
  expect(lanes.map(({ machine, rows }) => [machine, rows.map((row) => row.map(({ id }) => id))])).toEqual([
    ["asgard", [[3]]],
    ["valaskjalf-master-1", [[4, 6], [5]]],
    ["valaskjalf-worker-1", [[2]]],
    ["stranger", [[1]]],
  ]);
});

test("shows unfinished work up to the last event", () => {
  const { log, at } = setup();
  at(5).emit({ kind: "span-begin", id: 1, machine: "a", label: "boot" });
  at(90).emit({ kind: "fault", fault: "pulumi-killed", machine: "a" });
  expect(spansOf(log.all)).toEqual([
    { id: 1, machine: "a", label: "boot", beganAt: 5, endedAt: 90, latencyMs: 0, error: "never ended" },
  ]);
});

test("marks faults and violated invariants at their time", () => {
  const { log, at } = setup();
  at(7).emit({ kind: "fault", fault: "never-boots" });
  const violations = [{ invariant: "vmid-once", at: 3, machine: "a", what: "twice", why: "" }];
  expect(timelineOf(log.all, [], asgardPlan(), violations).marks).toEqual([
    { at: 3, kind: "violations", machine: "a", text: "vmid-once: twice" },
    { at: 7, kind: "fault", text: "never-boots" },
  ]);
});

test("no row holds two pieces at the same time, and none is lost", () => {
  const piece = fc.tuple(fc.nat(100), fc.nat(100)).map((pair) => pair.sort((a, b) => a - b));
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const { log, at } = setup();
      pieces.forEach(([beganAt = 0, endedAt = 0], id) =>
        at(endedAt).emit({ kind: "span", id, machine: "a", label: "w", beganAt, latencyMs: 0 }),
      );
      const rows = timelineOf(log.all, [], asgardPlan(), []).lanes.flatMap((lane) => lane.rows);
      expect(rows.flat()).toHaveLength(pieces.length);
      for (const row of rows) {
        row.forEach((span, index) => expect(row[index - 1]?.endedAt ?? 0).toBeLessThanOrEqual(span.beganAt));
      }
    }),
  );
});
