import { rehearseCommand, rehearseOptions } from "../../scripts/rehearsal/rehearse-options";

const seedOf = (...args: string[]) => rehearseOptions(rehearseCommand().parse(args, { from: "user" })).seed;

test("takes the seed that was given", () => {
  expect(seedOf("asgard", "--seed", "4294967295")).toBe(4294967295);
});

test("takes any seed when none was given", () => {
  expect(new Set(Array.from({ length: 20 }, () => seedOf())).size).toBeGreaterThan(1);
});

test.each(["", "-1", "1.5", "0x10", "seven", "4294967296"])("refuses the seed %p", (given) => {
  expect(() => seedOf(`--seed=${given}`)).toThrow(
    new RegExp(`--seed.*got "${given}", must be a whole number from 0 to 4294967295, e\\.g\\. 42`),
  );
});
