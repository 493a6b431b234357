import fc from "fast-check";
import { NeedleIndex } from "../../../rehearsal/invariants/needle-index";

test("finds exactly what a plain search finds first at every position", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "é"), minLength: 8, maxLength: 10 });
  const text = fc.string({ unit: fc.constantFrom("a", "b", "é"), maxLength: 200 });
  fc.assert(
    fc.property(fc.uniqueArray(letters, { maxLength: 6 }), text, (words, haystack) => {
      const found = [...new NeedleIndex(words.map((needle) => ({ needle }))).matches(haystack)];
      let at = 0;
      for (const match of found) {
        expect(words.some((word) => haystack.slice(at, match.at + 7).includes(word))).toBe(false);
        expect(haystack.startsWith(match.found.needle, match.at)).toBe(true);
        at = match.at + match.found.needle.length;
      }
      expect(words.some((word) => haystack.slice(at).includes(word))).toBe(false);
    }),
  );
});

test("searches a megabyte for thousands of needles cheaply", () => {
  const needles = Array.from({ length: 9000 }, (_, index) => ({ needle: `secret-number-${index}-of-many` }));
  const text = "state of the cluster, secret-looking but harmless; ".repeat(20_000);
  const index = new NeedleIndex(needles);
  const before = process.cpuUsage();
  expect([...index.matches(`${text}secret-number-77-of-many`)]).toMatchObject([{ at: text.length }]);
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(2);
});
