import fc from "fast-check";
import { messagesOf, patched } from "../stack-fixtures";
import { type Mistake, MISTAKES, wide } from "./single-mistakes";

const base = wide();
const messages = (...mistakes: readonly Mistake[]) =>
  messagesOf(() => mistakes.reduce((raw, { patch }) => patched(raw, patch), base));

/** Where it is and what is wrong; which values are allowed another mistake may change. */
const startOf = (message: string) => message.split(/, (got|allowed) /)[0] ?? "";

const alone = new Map(
  MISTAKES.map((mistake) => {
    const own = messages(mistake).filter((message) => message.startsWith(`${mistake.said}: `));
    return [mistake, own.map(startOf)] as const;
  }),
);

const isAtOrBelow = (path: string, place: string) => path === place || path.startsWith(`${place}.`);

/** Whether one is of a value that the other has made unknown. */
const hides = (one: Mistake, other: Mistake) =>
  one !== other && [other.said, ...other.needs].some((place) => isAtOrBelow(place, one.said));

const several = fc
  .uniqueArray(fc.constantFrom(...MISTAKES), { minLength: 2, maxLength: 4 })
  .filter((all) => !all.some((one) => all.some((other) => hides(one, other))));

describe("mistakes in a stack file", () => {
  it("are made in a file that is right otherwise", () => {
    expect(messages()).toEqual([]);
  });

  it.each(MISTAKES)("are said: $name", (mistake) => {
    expect(alone.get(mistake)).toHaveLength(1);
  });

  it("come all at once, whichever they are, and nothing is said of a value that merely stands in for another", () => {
    fc.assert(
      fc.property(several, (chosen) => {
        const said = messages(...chosen);
        const expected = chosen.flatMap((mistake) => alone.get(mistake) ?? []);
        expect(said.map(startOf)).toEqual(expect.arrayContaining(expected));
        expect(said.join("\n")).not.toMatch(/zq\d{6}|198\.1[89]\.|9000\d{5}/);
      }),
      { numRuns: 60 },
    );
  }, 30_000);
});
