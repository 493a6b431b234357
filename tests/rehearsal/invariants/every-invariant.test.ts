import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SimulationLog } from "../../../rehearsal/events";
import { everyInvariant, InvariantWatch } from "../../../rehearsal/invariants";
import { DialInvariant } from "../../../scripts/rehearsal/dial-invariant";

const invariantFiles = readdirSync(join(__dirname, "..", "..", "..", "rehearsal", "invariants"));
const read = (file: string): string => readFileSync(join(__dirname, file), "utf8");

/** Tests in which a real simulation, or a real program in one, breaks invariants; they expect `invariant: what happened`. */
const breaking = [
  ...readdirSync(__dirname)
    .map(read)
    .filter((text) => /from "(\.\/watched-simulation|.*\/support\/real-cluster)"/.test(text)),
  read("../../engine/careless.test.ts"),
];

test.each(everyInvariant.map((invariant) => [invariant.name, invariant.description]))(
  "%s has a file and a description",
  (name, description) => {
    expect(invariantFiles).toContain(`${name}.ts`);
    expect(description).toMatch(/^[a-z].*[^.]$/);
  },
);

test.each([...everyInvariant, new DialInvariant().invariant].map(({ name }) => name))(
  "a real action violates %s in a test",
  (name) => {
    expect(breaking.filter((text) => new RegExp(`["\`]${name}: `).test(text))).not.toEqual([]);
  },
);

test("a violation is reported at once, and the verdict names every active invariant", () => {
  const log = new SimulationLog(() => 42);
  const told: string[] = [];
  const watch = new InvariantWatch(
    log,
    () => 42,
    everyInvariant,
    ({ what }) => told.push(what),
  );
  watch.leftovers(["VM 1011"]);
  expect(told).toEqual(["the destroy left VM 1011"]);
  const findings = watch.findings();
  expect(findings.checked).toHaveLength(everyInvariant.length);
  expect(findings.violations).toMatchObject([{ invariant: "nothing-left", at: 42 }]);
});

test("after the verdict nothing is watched any more", () => {
  const log = new SimulationLog(() => 0);
  const watch = new InvariantWatch(log, () => 0);
  watch.findings();
  log.emit({ kind: "request", method: "GET", path: "/x", params: {}, status: 400, unexpected: true });
  expect(watch.findings().violations).toEqual([]);
});
