import fc from "fast-check";
import { RehearsalSecrets } from "../../../rehearsal/invariants/secrets";
import { mask, maskAll } from "../../../rehearsal/report/mask";

test("masked text shows no secret, in any encoding", () => {
  const value = fc
    .string({ minLength: 12, maxLength: 80, unit: "grapheme-ascii" })
    .filter((text) => text.trim().length > 11);
  fc.assert(
    fc.property(value, fc.string({ unit: "grapheme-ascii" }), (secret, around) => {
      const secrets = new RehearsalSecrets();
      secrets.add("one", secret);
      const text = `${around}${secret}${around}`;
      for (const spelling of [text, JSON.stringify(text), encodeURIComponent(text), btoa(text)]) {
        const masked = mask(spelling, secrets);
        expect(masked).toContain("[secret one]");
        expect(secrets.sightings(masked)).toEqual([]);
      }
    }),
  );
});

test("masks strings anywhere in plain values and keeps the rest", () => {
  const secrets = new RehearsalSecrets();
  secrets.add("token", "correct-horse-battery");
  expect(maskAll({ a: ["x correct-horse-battery y", 1, null], b: { c: true, d: undefined } }, secrets)).toEqual({
    a: ["x [secret token] y", 1, null],
    b: { c: true, d: undefined },
  });
});
