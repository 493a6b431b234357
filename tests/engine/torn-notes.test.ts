import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pulumi } from "../../scripts/engine/pulumi";
import { exportState } from "../../scripts/recover/stack-state";
import { setUpTools } from "../../scripts/toolchain-setup";

jest.setTimeout(60_000);

test("a state with a note truncated by a kill can still be read, and only the note is removed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "homelab-torn-"));
  const { program, env } = await setUpTools();
  const { PATH, HOME } = process.env;
  const backend = { PULUMI_BACKEND_URL: `file://${folder}`, PULUMI_CONFIG_PASSPHRASE: "of this test" };
  const settings = { program, cwd: folder, stack: "torn", env: { PATH, HOME, ...env, ...backend } };
  const pulumi = new Pulumi(settings);
  writeFileSync(join(folder, "Pulumi.yaml"), "name: torn\nruntime: nodejs\n");
  mkdirSync(join(folder, ".pulumi"), { recursive: true });
  await pulumi.create();
  const state = join(folder, ".pulumi", "stacks", "torn", "torn.json");
  writeFileSync(`${state}.attrs`, "");
  const said: string[] = [];
  const { deployment } = await exportState(pulumi, (line) => said.push(line));
  expect(deployment).toBeDefined();
  expect(said).toHaveLength(1);
  expect(said[0]).toContain(`${state}.attrs`);
  expect(existsSync(state)).toBe(true);
  rmSync(folder, { recursive: true });
});
