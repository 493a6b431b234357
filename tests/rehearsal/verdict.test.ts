import { openingLines } from "../../scripts/rehearsal/opening";
import { rehearseCommand, rehearseOptions } from "../../scripts/rehearsal/rehearse-options";
import { seedInWords, verdict } from "../../scripts/rehearsal/verdict";
import { asgardPlan } from "../support/plans";

/** The flag as a line names it. */
const flagIn = (line: string | undefined) => /--seed \d+/.exec(line ?? "")?.[0].split(" ") ?? [];

test("a run that held says nothing more", () => {
  expect(verdict(true, [], 42)).toEqual({ lines: [], status: 0 });
});

test.each([
  ["an invariant that was broken", false, []],
  ["something wrong beside the invariants", true, ["the second preview wants changes"]],
])("%s fails the run, and its last line names the seed that repeats it", (_what, ok, problems) => {
  const { lines, status } = verdict(ok, problems, 4294967295);
  expect(status).toBe(1);
  expect(lines.slice(0, -1)).toEqual(problems.map((problem) => `wrong: ${problem}`));
  const parsed = rehearseCommand().parse(["asgard", ...flagIn(lines.at(-1))], { from: "user" });
  expect(rehearseOptions(parsed).seed).toBe(4294967295);
});

test("a run says its seed before anything happens, in the same words", () => {
  const opened = openingLines({ keep: false, seed: 7 }, asgardPlan(), { versions: {} });
  expect(opened).toContain(seedInWords(7));
});
