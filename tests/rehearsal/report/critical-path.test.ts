import fc from "fast-check";
import { criticalPath } from "../../../rehearsal/report/critical-path";
import type { Span } from "../../../rehearsal/report/timeline";

function span(id: number, machine: string, beganAt: number, endedAt: number, latencyMs = endedAt - beganAt): Span {
  return { id, machine, label: `work ${id}`, beganAt, endedAt, latencyMs };
}

const ids = (spans: readonly Span[], endedAt: number) =>
  criticalPath(spans, { beganAt: 0, endedAt }).steps.map((step) => step.span.id);

test("walks back from the last end through the work that ended last before", () => {
  const spans = [span(1, "a", 0, 1000), span(2, "b", 100, 3000), span(3, "a", 1000, 2000), span(4, "c", 3100, 5000)];
  const path = criticalPath(spans, { beganAt: 0, endedAt: 5500 });
  expect(path.steps.map((step) => [step.span.id, step.waitMs])).toEqual([
    [2, 100],
    [4, 100],
  ]);
  expect(path).toMatchObject({ floorMs: 4800, wallMs: 5500 });
  expect(path.ratio).toBeCloseTo(5500 / 4800);
});

test("prefers the machine's own work if several pieces ended together", () => {
  const spans = [span(1, "a", 0, 1000), span(2, "b", 0, 1005), span(3, "a", 1010, 9000)];
  expect(ids(spans, 9000)).toEqual([1, 3]);
  expect(ids([...spans, span(4, "b", 1005, 1009)], 100)).toEqual([]);
});

test("counts an interrupted piece only for as long as it ran", () => {
  const path = criticalPath([span(1, "a", 0, 400, 9000)], { beganAt: 0, endedAt: 500 });
  expect(path.floorMs).toBe(400);
});

test("has no ratio where nothing was simulated", () => {
  expect(criticalPath([], { beganAt: 0, endedAt: 900 })).toEqual({
    steps: [],
    floorMs: 0,
    wallMs: 900,
    ratio: undefined,
  });
});

const window = { beganAt: 0, endedAt: 1000 };
const spans = fc
  .array(
    fc.record({
      machine: fc.constantFrom("a", "b", "c"),
      from: fc.nat(1000),
      to: fc.nat(1000),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  )
  .map((all) =>
    all.map(({ machine, from, to, share }, id) => {
      const [beganAt, endedAt] = [Math.min(from, to), Math.max(from, to)];
      return span(id, machine, beganAt, endedAt, (endedAt - beganAt) * share);
    }),
  );

test("is a chain without overlaps up to the last end, and its floor never exceeds the wall time", () => {
  fc.assert(
    fc.property(spans, (all) => {
      const { steps, floorMs, wallMs, ratio } = criticalPath(all, window);
      steps.forEach(({ span: { beganAt }, waitMs }, index) => {
        const freeAt = steps[index - 1]?.span.endedAt ?? 0;
        expect(beganAt).toBeGreaterThanOrEqual(freeAt);
        expect(waitMs).toBe(beganAt - freeAt);
      });
      expect(steps.at(-1)?.span.endedAt).toBe(all.length === 0 ? undefined : Math.max(...all.map((s) => s.endedAt)));
      expect(floorMs).toBeLessThanOrEqual(wallMs);
      expect(ratio ?? 1).toBeGreaterThanOrEqual(1);
    }),
  );
});

test("leaves no gap in which other work ended, beyond the tolerance", () => {
  fc.assert(
    fc.property(spans, (all) => {
      const { steps } = criticalPath(all, window);
      const chain = new Set(steps.map((step) => step.span.id));
      steps.forEach(({ span: { beganAt }, waitMs }) => {
        const missed = all.filter((s) => !chain.has(s.id) && s.endedAt > beganAt - waitMs + 10 && s.endedAt <= beganAt);
        expect(missed).toEqual([]);
      });
    }),
  );
});
