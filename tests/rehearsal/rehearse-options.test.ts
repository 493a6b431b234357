import { rehearseCommand, rehearseOptions } from "../../scripts/rehearsal/rehearse-options";

const seedOf = (...args: string[]) => rehearseOptions(rehearseCommand().parse(args, { from: "user" })).seed;

test("uses the given seed", () => {
  expect(seedOf("asgard", "--seed", "4294967295")).toBe(4294967295);
});

test("picks a random seed by default", () => {
  expect(new Set(Array.from({ length: 20 }, () => seedOf())).size).toBeGreaterThan(1);
});

test.each(["", "-1", "1.5", "0x10", "seven", "4294967296"])("refuses the seed %p", (given) => {
  expect(() => seedOf(`--seed=${given}`)).toThrow(
    new RegExp(`--seed.*got "${given}", must be a whole number from 0 to 4294967295, e\\.g\\. 42`),
  );
});
