import fc from "fast-check";
import { messagesOf, patched, type Raw } from "../stack-fixtures";
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

const entries = (count: number, entry: (n: number) => object, prefix = "crowd") =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`${prefix}-${n}`, entry(n)]));

const mistakeIn = (section: string, patch: Raw): Mistake => ({
  name: section,
  said: "",
  needs: [],
  patch: { [section]: patch },
});

const nodesWithoutAddress = (count: number) =>
  mistakeIn(
    "nodes",
    entries(count, (n) => ({ role: "worker", vmId: 5000 + n, host: "asgard" })),
  );

/** Hundreds of mistakes of one kind. */
const CROWDS: readonly ((count: number) => Mistake)[] = [
  nodesWithoutAddress,
  (count) =>
    mistakeIn(
      "nodes",
      entries(count, (n) => ({ role: "worker", vmId: n, address: "x", hostt: "asgard" })),
    ),
  (count) =>
    mistakeIn(
      "cluster",
      entries(count, () => ({})),
    ),
  (count) =>
    mistakeIn(
      "gpus",
      entries(count, () => ({ path: "1" })),
    ),
  (count) => mistakeIn("network", { subnets: entries(count, () => ({ cidr: "10.0.0.0" })) }),
];

const version = (text: string) => mistakeIn("cluster", { version: text });

describe("mistakes in a stack file", () => {
  it("are made in a file that is otherwise valid", () => {
    expect(messages()).toEqual([]);
  });

  it.each(MISTAKES)("are reported: $name", (mistake) => {
    expect(alone.get(mistake)).toHaveLength(1);
  });

  it("are reported all at once beside hundreds of others", () => {
    const count = fc.integer({ min: 301, max: 900 });
    fc.assert(
      fc.property(several, count, fc.constantFrom(...CROWDS), (chosen, size, crowd) => {
        const said = messages(crowd(size), ...chosen);
        const expected = chosen.flatMap((mistake) => alone.get(mistake) ?? []);
        expect(said.map(startOf)).toEqual(expect.arrayContaining(expected));
        expect(said.join("\n")).not.toMatch(/zq\d{6}|198\.1[89]\.|9000\d{5}/);
      }),
      { numRuns: 3 },
    );
  }, 60_000);

  it("are said to hide others if there are thousands", () => {
    expect(messages(nodesWithoutAddress(3001))).toContainEqual(
      expect.stringMatching(/^config: too many invalid values /),
    );
  });

  it("in a version are reported whatever the distribution is", () => {
    const said = messages(...MISTAKES.filter(({ said }) => said === "cluster.distribution"), version("latest"));
    expect(said).toContain(
      'cluster.version: malformed, got "latest", must be an exact RKE2 release or an exact Kubernetes release or an exact Talos release or an exact k3s release; write it as v1.34.1+rke2r1 or v1.34.2 or v1.13.9 or v1.34.1+k3s1',
    );
  });

  it("are all reported at once, and nothing is said about placeholder values", () => {
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
