import fc from "fast-check";
import { deriveBytes, deriveJoinToken } from "../../model/derive-token";
import { deriveTalosSecrets } from "../../distributions/talos/secrets";

const keys = fc.string({ minLength: 1 });

describe("secrets that Talos would draw at random, derived", () => {
  it("have Talos' formats for any key", () => {
    fc.assert(
      fc.property(keys, (key) => {
        const secrets = deriveTalosSecrets(key);
        expect(secrets.clusterId).toMatch(/^[\w-]{43}=$/);
        expect(secrets.clusterSecret).toMatch(/^[A-Za-z0-9+/]{43}=$/);
        expect(secrets.secretboxKey).toMatch(/^[A-Za-z0-9+/]{43}=$/);
        expect(secrets.machineToken).toMatch(/^[0-9a-z]{6}\.[0-9a-z]{16}$/);
        expect(secrets.bootstrapToken).toMatch(/^[0-9a-z]{6}\.[0-9a-z]{16}$/);
      }),
    );
  });

  it("are the same at every run, and differ from each other and for another key", () => {
    fc.assert(
      fc.property(keys, keys, (key, other) => {
        const values = Object.values(deriveTalosSecrets(key));
        expect(Object.values(deriveTalosSecrets(key))).toEqual(values);
        expect(new Set(values).size).toBe(values.length);
        fc.pre(key !== other);
        expect(Object.values(deriveTalosSecrets(other)).filter((value) => values.includes(value))).toEqual([]);
      }),
    );
  });

  it("use every character of a token equally often", () => {
    const text = Array.from({ length: 2000 }, (_, index) =>
      deriveJoinToken("key", String(index)).replace(".", ""),
    ).join("");
    const counts = new Map<string, number>();
    for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
    const expected = text.length / 36;
    expect(counts.size).toBe(36);
    expect([...counts.values()].every((count) => Math.abs(count - expected) < 0.15 * expected)).toBe(true);
  });

  it("have the requested length", () => {
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 255 }), (key, length) => {
        expect(deriveBytes(key, "purpose", length)).toHaveLength(length);
      }),
    );
  });
});
