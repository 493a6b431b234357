import { execFile, spawnSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { changedSteps, driftOf } from "../../scripts/engine/engine-events";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { wrongOutputs } from "../../scripts/rehearsal/outputs-check";
import { captureState } from "../../scripts/rehearsal/state-capture";
import { endRehearsal, problemsOf, rehearse, smallStack } from "../support/rehearsal";

jest.setTimeout(120_000);

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await rehearse("small", smallStack());
});
afterAll(() => endRehearsal(rehearsal));

test("one server and one worker come up, and nothing is warned of but what the plan warns of", async () => {
  const up = await rehearsal.up();
  expect(problemsOf(up)).toEqual([]);
  const warnings = up.result.events.flatMap(({ diagnosticEvent: said }) =>
    said?.severity === "warning" ? [said.message] : [],
  );
  const { warnings: expected } = rehearsal.plan;
  expect(warnings.filter((text) => !expected.some((known) => text.includes(known)))).toEqual([]);
  expect(warnings.length).toBeGreaterThan(0);
});

test("the outputs are what a user needs: a secret kubeconfig that points at the VIP", async () => {
  expect(wrongOutputs(await captureState(rehearsal.pulumi), rehearsal.plan)).toEqual([]);
});

test("a second preview shows no change", async () => {
  const preview = await rehearsal.preview();
  expect(problemsOf(preview)).toEqual([]);
  expect(changedSteps(preview.result.events)).toEqual([]);
});

test("a refresh finds no drift", async () => {
  const refresh = await rehearsal.refresh({ previewOnly: true });
  expect(problemsOf(refresh)).toEqual([]);
  expect(driftOf(refresh.result.events)).toEqual([]);
});

test("pulumi preview by hand works with the variables that npm run toolchain -- env prints", async () => {
  const { cwd, env, stack } = rehearsal.pulumi.settings;
  const root = join(__dirname, "..", "..");
  const exports = spawnSync("npm", ["run", "-s", "toolchain", "--", "env"], { cwd: root, encoding: "utf8" });
  const script = `${exports.stdout}\npulumi preview --non-interactive --stack ${stack}`;
  // Not in one go: the host that it asks lives in this process.
  const preview = await promisify(execFile)("/bin/sh", ["-c", script], { cwd, env: { ...env, PULUMI_HOME: "" } });
  expect(preview.stderr).toBe("");
  expect(preview.stdout).toContain("unchanged");
});

test("destroy leaves nothing on the host, and no invariant was violated on the way", async () => {
  expect(problemsOf(await rehearsal.destroy())).toEqual([]);
  expect(rehearsal.simulation.proxmox.leftovers()).toEqual([]);
  expect(rehearsal.invariants.findings().violations).toEqual([]);
  expect(rehearsal.caught).toEqual([]);
});
