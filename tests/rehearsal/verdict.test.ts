import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openingLines } from "../../scripts/rehearsal/opening";
import { rehearseCommand, rehearseOptions } from "../../scripts/rehearsal/rehearse-options";
import { seedInWords, verdict } from "../../scripts/rehearsal/verdict";
import { planOf } from "../../scripts/engine/plan-of";
import { asgardPlan } from "../support/plans";
import { withoutPlatform } from "../support/without-platform";

const homeLabStack = () => readFileSync(join(__dirname, "../../Pulumi.home-lab.yaml"), "utf8");

/** The flag as a line names it. */
const flagIn = (line: string | undefined) => /--seed \d+/.exec(line ?? "")?.[0].split(" ") ?? [];

test("a successful run prints nothing more", () => {
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

test("a run says which charts are stand-ins, and which are only a pod", () => {
  const addons = `
    addons:
      metrics-server: {}
      podinfo: { chart: podinfo, repository: "https://charts.example.net", version: 1.2.3, tier: 4-aux }`;
  const text = `${withoutPlatform(homeLabStack())}  homelab:platform:${addons}\n`;
  const opened = openingLines({ keep: false, seed: 7 }, planOf(text, "home-lab"), { versions: {} });
  expect(opened).toContainEqual(expect.stringMatching(/^Stand-ins for the charts of metrics-server have the objects/));
  expect(opened).toContainEqual(expect.stringMatching(/^Stand-ins for the charts of podinfo are one pod each/));
});

test("a run prints its seed first, in the same format", () => {
  const opened = openingLines({ keep: false, seed: 7 }, asgardPlan(), { versions: {} });
  expect(opened).toContain(seedInWords(7));
});
