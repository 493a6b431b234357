import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { isAlive } from "../../../scripts/engine/process-tree";
import { withTestFolder } from "../../../scripts/testing/test-folder";

let place: string;
let folder: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "homelab-place-"));
  folder = join(place, `homelab-tests-${userInfo().uid}`);
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const runs = () => (existsSync(folder) ? readdirSync(folder) : []);

test("temporary files of tests and their children are removed with the run", async () => {
  const before = process.env["TMPDIR"];
  await withTestFolder(async () => {
    const args = ["-e", "require('node:fs').mkdtempSync(require('node:os').tmpdir() + '/kept-')"];
    spawnSync(process.execPath, args, { env: process.env });
    const [run = ""] = runs();
    expect(process.env["TMPDIR"]).toBe(join(folder, run, "tmp"));
    expect(readdirSync(join(folder, run, "tmp"))).toEqual([expect.stringMatching(/^kept-/)]);
  }, place);
  expect([readdirSync(place), process.env["TMPDIR"]]).toEqual([[], before]);
});

test("they are removed when a test throws, too", async () => {
  await expect(withTestFolder(() => Promise.reject(new Error("no")), place)).rejects.toThrow("no");
  expect(runs()).toEqual([]);
});

test("leftovers of a killed run are removed at the next start, and those of a running one stay", async () => {
  const dead = spawnSync(process.execPath, ["-e", ""]).pid;
  for (const pid of [dead, process.ppid]) mkdirSync(join(folder, `run-${pid}`, "tmp"), { recursive: true });
  await withTestFolder(async () => {
    expect(existsSync(join(folder, `run-${dead}`))).toBe(false);
    expect(existsSync(join(folder, `run-${process.ppid}`))).toBe(true);
  }, place);
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s ends everything that the tests started, and leaves nothing",
  async (signal) => {
    const program = `
    require("./preload/read-typescript.cjs").readTypeScript();
    const { withTestFolder } = require("./scripts/testing/test-folder.ts");
    withTestFolder(async () => {
      const plugin = require("node:child_process").spawn("sleep", ["1000"], { detached: true });
      console.log(plugin.pid);
      await new Promise((resolve) => plugin.on("close", resolve));
    }, ${JSON.stringify(place)});`;
    const run = spawn(process.execPath, ["-e", program], { cwd: join(__dirname, "../../..") });
    const [pid] = (await once(run.stdout, "data")) as [Buffer];
    run.kill(signal);
    expect(await once(run, "close")).toEqual([130, null]);
    // Nobody's child any more; init takes a moment to bury it.
    while (isAlive(Number(pid))) await new Promise(setImmediate);
    expect(runs()).toEqual([]);
  },
);

test("jest's cache is not a temporary file", () => {
  const { projects } = jest.requireActual<{ projects: { cacheDirectory?: string }[] }>("../../../jest.config.js");
  const kept = new Set(projects.map(({ cacheDirectory }) => cacheDirectory));
  expect([...kept]).toEqual(["<rootDir>/node_modules/.cache/jest"]);
});

test("nothing is written through a symbolic link", async () => {
  symlinkSync(place, folder);
  await expect(withTestFolder(() => Promise.resolve(), place)).rejects.toThrow("is a link, must be a folder");
});
