import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { withTestFolder } from "../../../scripts/testing/test-folder";

let place: string;
let folder: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "homelab-place-"));
  folder = join(place, `homelab-tests-${userInfo().uid}`);
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const runs = () => readdirSync(folder);

test("what tests write among temporary files is gone with their run, that of their children too", async () => {
  const before = process.env["TMPDIR"];
  await withTestFolder(async () => {
    const args = ["-e", "require('node:fs').mkdtempSync(require('node:os').tmpdir() + '/kept-')"];
    spawnSync(process.execPath, args, { env: process.env });
    const [run = ""] = runs();
    expect(process.env["TMPDIR"]).toBe(join(folder, run, "tmp"));
    expect(readdirSync(join(folder, run, "tmp"))).toEqual([expect.stringMatching(/^kept-/)]);
  }, place);
  expect([runs(), process.env["TMPDIR"]]).toEqual([[], before]);
});

test("it is gone too when a test throws", async () => {
  await expect(withTestFolder(() => Promise.reject(new Error("no")), place)).rejects.toThrow("no");
  expect(runs()).toEqual([]);
});

test("what a killed run left goes at the next start, and what a living one has stays", async () => {
  const dead = spawnSync(process.execPath, ["-e", ""]).pid;
  for (const pid of [dead, process.ppid]) mkdirSync(join(folder, `run-${pid}`, "tmp"), { recursive: true });
  await withTestFolder(async () => {
    expect(existsSync(join(folder, `run-${dead}`))).toBe(false);
    expect(existsSync(join(folder, `run-${process.ppid}`))).toBe(true);
  }, place);
});

test("nothing is written where somebody else has put a link", async () => {
  symlinkSync(place, folder);
  await expect(withTestFolder(() => Promise.resolve(), place)).rejects.toThrow("is a link, must be a folder");
});
