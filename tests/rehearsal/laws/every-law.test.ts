import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EventLog } from "../../../rehearsal/events";
import { everyLaw, LawWatch } from "../../../rehearsal/laws";
import { DialLaw } from "../../../scripts/rehearsal/dial-law";

const lawFiles = readdirSync(join(__dirname, "..", "..", "..", "rehearsal", "laws"));
const read = (file: string): string => readFileSync(join(__dirname, file), "utf8");

/** Tests in which a real world, or a real program in one, breaks laws; they expect `law: what happened`. */
const breaking = [
  ...readdirSync(__dirname)
    .map(read)
    .filter((text) => text.includes('from "./watched-world"')),
  read("../../engine/careless.test.ts"),
];

test.each(everyLaw.map((law) => [law.name, law.sentence]))("%s has a file and a sentence", (name, sentence) => {
  expect(lawFiles).toContain(`${name}.ts`);
  expect(sentence).toMatch(/^[a-z].*[^.]$/);
});

test.each([...everyLaw, new DialLaw().law].map(({ name }) => name))("something real breaks %s in a test", (name) => {
  expect(breaking.filter((text) => new RegExp(`["\`]${name}: `).test(text))).not.toEqual([]);
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
