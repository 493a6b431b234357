import fc from "fast-check";
import type { BoardRow } from "../../../rehearsal/progress/board";
import { boardText, type BoardView } from "../../../rehearsal/progress/board-text";
import { paintFor } from "../../../rehearsal/report/terminal/paint";

const plain = paintFor({});
const view: BoardView = { phase: "up", phaseBeganAt: 0, now: 5000, columns: 80, lines: 8 };

const idle = (index: number): BoardRow => ({ machine: `worker-${index}`, doing: [] });

test("if there are too many machines, the busy ones are shown", () => {
  const rows = Array.from({ length: 300 }, (_, index) => idle(index));
  rows[250] = { machine: "worker-250", doing: [{ label: "boot", since: 1000 }] };
  expect(boardText(rows, view, plain)).toEqual([
    "up  5.0 s  1 of 300 at work",
    "  worker-250  ⠋ boot 4.0 s",
    "  worker-0    ·",
    "  worker-1    ·",
    "  worker-2    ·",
    "  … and 296 more",
  ]);
});

test("always fits the terminal's height, and its width if reasonable", () => {
  const row = fc.record({
    machine: fc.stringMatching(/^[a-z-]{1,20}$/),
    doing: fc.array(fc.record({ label: fc.string({ maxLength: 40 }), since: fc.nat(5000) }), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 60 }),
      fc.integer({ min: 40, max: 200 }),
      fc.integer({ min: 5, max: 70 }),
      (rows, columns, lines) => {
        const text = boardText(rows, { ...view, columns, lines }, plain);
        expect(text.length).toBeLessThan(lines);
        for (const line of text) expect(line.length).toBeLessThanOrEqual(columns);
      },
    ),
  );
});
