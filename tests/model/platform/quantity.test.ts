import fc from "fast-check";
import { cpuQuantity, memoryQuantity } from "../../../model/platform/quantity";

const SUFFIXES: Readonly<Record<string, number>> = { m: 1e-3, "": 1, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

/** As apimachinery reads it: a decimal number and one suffix. */
function valueOf(quantity: string): number {
  const [, amount = "", suffix = ""] = /^(\d+)([A-Za-z]*)$/.exec(quantity) ?? [];
  const factor = SUFFIXES[suffix];
  if (amount === "" || factor === undefined) throw new Error(`no quantity: ${quantity}`);
  return Number(amount) * factor;
}

describe("a quantity", () => {
  it("has the value it was made from", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 34 }), (n) => {
        expect(valueOf(memoryQuantity(n))).toBe(n * 2 ** 20);
        expect(Math.round(valueOf(cpuQuantity(n)) * 1000)).toBe(n);
      }),
    );
  });

  it("is in the canonical form of the API server: the largest unit that gives a whole number", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 34 }), (n) => {
        const [amount = 0, unit] = [Number.parseInt(memoryQuantity(n), 10), memoryQuantity(n).replace(/^\d+/, "")];
        expect(unit === "Ti" || amount % 1024 !== 0).toBe(true);
        expect(cpuQuantity(n).endsWith("m")).toBe(n % 1000 !== 0);
      }),
    );
  });

  it.each([
    [memoryQuantity(256), "256Mi"],
    [memoryQuantity(8192), "8Gi"],
    [memoryQuantity(1536), "1536Mi"],
    [memoryQuantity(2 ** 21), "2Ti"],
    [cpuQuantity(100), "100m"],
    [cpuQuantity(8000), "8"],
  ])("%s is %s", (made, expected) => {
    expect(made).toBe(expected);
  });
});
