import { everyInvariant } from "../../../rehearsal/invariants";
import { buildReport } from "../../../rehearsal/report/report";
import { paintFor } from "../../../rehearsal/report/terminal/paint";
import { table } from "../../../rehearsal/report/terminal/table";
import { terminalReport } from "../../../rehearsal/report/terminal/terminal-report";
import { badSample, goodSample } from "./sample-record";

const plain = { columns: 100 };

test("reports a successful rehearsal in aligned plain text", () => {
  const text = terminalReport(buildReport(goodSample().record()), plain);
  expect(text).toContain("✔ asgard passed its rehearsal: every invariant held, nothing left behind\n");
  expect(text).toMatch(/\n {2}asgard {15}·+█+·+\n {2}pkr-ubuntu-noble-1 {3}·+█/);
  expect(text).toMatch(/\n {2}up {7}\d\.\d\d s {2}ok {2}create 61\n/);
  expect(text).toMatch(/wall \d\.\d\d s, floor \d\.\d\d s, ratio 1\.\d\d\n/);
  expect(text).toContain(
    `171 requests, 12 commands, ${everyInvariant.length} of ${everyInvariant.length} invariants held, seed 42\n`,
  );
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(text).not.toContain("\u001b");
});

test("reports the load of the jump host", () => {
  const connections = { ever: 27, most: 4, refused: 1 };
  const text = terminalReport(buildReport({ ...goodSample().record(), connections }), plain);
  expect(text).toContain("  27 SSH connections at the jump host, 4 at once, 1 refused\n");
});

test("reports everything that went wrong", () => {
  const text = terminalReport(buildReport(badSample()), plain);
  expect(text).toContain("✘ asgard did not pass: up-again failed, 1 violated invariant, 1 leftover\n");
  expect(text).toContain("up-again: valaskjalf-worker-1: joining the cluster: machine did not answer");
  expect(text).toContain("foreign-untouched: VM 100 (nas) on pve is destroyed, but it is not ours\n");
  expect(text).toContain("Left behind\n  VM 1011 valaskjalf-worker-1\n");
  expect(text).toMatch(/valaskjalf-worker-1 .*╳/);
});

test("says so if nothing ran", () => {
  const text = terminalReport(buildReport({ ...goodSample().record(), phases: [], events: [] }), plain);
  expect(text).toContain("✘ asgard did not pass: nothing ran\n");
});

test.each([
  [{ isTTY: true }, {}, true],
  [{ isTTY: true }, { NO_COLOR: "1" }, false],
  [{ isTTY: true }, { TERM: "dumb" }, false],
  [{ isTTY: false }, {}, false],
])("paints on %j with %j: %s", (output, env, paints) => {
  expect(paintFor(output, env).red("x").includes("\u001b")).toBe(paints);
});

test("aligns numbers to the right and words to the left", () => {
  expect(
    table([
      ["a", "9.50 s", "x"],
      ["long", "10.2 s"],
    ]),
  ).toEqual(["a     9.50 s  x", "long  10.2 s"]);
});
