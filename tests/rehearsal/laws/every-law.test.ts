import { readdirSync } from "node:fs";
import { join } from "node:path";
import { EventLog } from "../../../rehearsal/events";
import { everyLaw, LawWatch } from "../../../rehearsal/laws";

const lawFiles = readdirSync(join(__dirname, "..", "..", "..", "rehearsal", "laws"));
const tests = readdirSync(__dirname);

test.each(everyLaw.map((law) => [law.name, law.sentence]))("%s has a file, a test and a sentence", (name, sentence) => {
  expect(lawFiles).toContain(`${name}.ts`);
  expect(tests).toContain(`${name}.test.ts`);
  expect(sentence).toMatch(/^[a-z].*[^.]$/);
});

test("a breach is told at once, and the verdict names every law on duty", () => {
  const log = new EventLog(() => 42);
  const told: string[] = [];
  const watch = new LawWatch(
    log,
    () => 42,
    everyLaw,
    ({ what }) => told.push(what),
  );
  watch.leftovers(["VM 1011"]);
  expect(told).toEqual(["the destroy left VM 1011"]);
  const verdict = watch.verdict();
  expect(verdict.checked).toHaveLength(everyLaw.length);
  expect(verdict.broken).toMatchObject([{ law: "nothing-left", at: 42 }]);
});

test("after the verdict nobody listens any more", () => {
  const log = new EventLog(() => 0);
  const watch = new LawWatch(log, () => 0);
  watch.verdict();
  log.emit({ kind: "request", method: "GET", path: "/x", params: {}, status: 400, unexpected: true });
  expect(watch.verdict().broken).toEqual([]);
});
