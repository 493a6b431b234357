import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withTestFolder } from "../../../scripts/testing/test-folder";

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "homelab-cache-"));
  process.env["HOMELAB_CACHE"] = cache;
});
afterEach(() => {
  delete process.env["HOMELAB_CACHE"];
  rmSync(cache, { recursive: true, force: true });
});

const runs = () => readdirSync(join(cache, "test-runs"));

test("what tests write among temporary files is gone with their run, that of their children too", async () => {
  const before = process.env["TMPDIR"];
  await withTestFolder(async () => {
    const args = ["-e", "require('node:fs').mkdtempSync(require('node:os').tmpdir() + '/kept-')"];
    spawnSync(process.execPath, args, { env: process.env });
    const [run = ""] = runs();
    expect(process.env["TMPDIR"]).toBe(join(cache, "test-runs", run, "tmp"));
    expect(readdirSync(join(cache, "test-runs", run, "tmp"))).toEqual([expect.stringMatching(/^kept-/)]);
  });
  expect([runs(), process.env["TMPDIR"]]).toEqual([[], before]);
});

test("it is gone too when a test throws", async () => {
  await expect(withTestFolder(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(runs()).toEqual([]);
});

test("what a killed run left goes at the next start, and what a living one has stays", async () => {
  const dead = spawnSync(process.execPath, ["-e", ""]).pid;
  for (const pid of [dead, process.ppid]) mkdirSync(join(cache, "test-runs", `run-${pid}`, "tmp"), { recursive: true });
  await withTestFolder(async () => {
    expect(existsSync(join(cache, "test-runs", `run-${dead}`))).toBe(false);
    expect(existsSync(join(cache, "test-runs", `run-${process.ppid}`))).toBe(true);
  });
});
